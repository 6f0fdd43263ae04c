import { type Cell, markdownTable } from '../../../table.ts'
import type { Figure } from './interval.ts'
import type { Results } from './results.ts'

const LINEAR_BACKEND = 'backend `linear`'

/** One column of a table: a rate, and the groups whose mean it shows. */
export interface Column {
  readonly title: string
  readonly rate: number
  readonly groups: readonly string[]
  /** What the issue asks for, in per cent. */
  readonly goal?: number
  /** Whether to show the interval by document. */
  readonly isBounded?: boolean
}

/** A row an arm, in per cent, with the goals in the last row where a column has one. */
export function figureTable(
  title: string,
  results: Results,
  columns: readonly Column[],
  arms: readonly string[] = results.arms(),
): string {
  const rows = arms.map((arm): Cell[] => [
    arm,
    ...columns.map(({ rate, groups, isBounded = false }) =>
      showFigure(results.figure(arm, rate, groups), isBounded),
    ),
  ])
  if (columns.some(({ goal }) => goal !== undefined)) {
    rows.push(['**goal**', ...columns.map(({ goal }) => (goal === undefined ? '' : `${goal}`))])
  }
  return markdownTable([title, ...columns.map((column) => column.title)], rows)
}

/** A figure in per cent, with its bounds where asked for; empty where there is none. */
export function showFigure(figure: Figure | undefined, isBounded: boolean): string {
  if (figure === undefined) return ''
  const mean = percent(figure.mean)
  return isBounded ? `${mean} (${percent(figure.low)} to ${percent(figure.high)})` : mean
}

/** A gain in points with sign and bounds. */
export function showGain(figure: Figure | undefined): string {
  if (figure === undefined) return ''
  const [mean, low, high] = [figure.mean, figure.low, figure.high].map(
    (value) => `${value < 0 ? '' : '+'}${percent(value)}`,
  )
  return `${mean} (${low} to ${high})`
}

/** What encoders gain over the linear model, in points with bounds by document: a row an encoder. */
export function encoderGains(
  results: Results,
  rates: readonly number[],
  groups: readonly string[],
): string {
  const arms = results.arms().filter((arm) => arm.startsWith('`compact-'))
  const rows = arms.map((arm): Cell[] => {
    const linear = arm.replace(/^`[^`]+`/, LINEAR_BACKEND)
    return [arm, ...rates.map((rate) => showGain(results.gain(arm, linear, rate, groups)))]
  })
  return markdownTable([`points over ${LINEAR_BACKEND}`, ...rates.map(String)], rows)
}

function percent(value: number): string {
  return (100 * value).toFixed(1)
}
