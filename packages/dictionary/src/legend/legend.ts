import { LegendError } from '../errors.ts'
import type { Definition } from '../inline/alias-state.ts'

/** First line of every legend. */
export const LEGEND_HEADER = 'Aliases, each stands for the text after the equals sign:'

/** The legend that is shown to the model: a header, then one line for each alias; empty without aliases. */
export function renderLegend(definitions: readonly Definition[]): string {
  if (definitions.length === 0) return ''
  return [LEGEND_HEADER, ...definitions.map(renderEntry)].join('\n')
}

/** One line of a legend: `$a = phrase`, in JSON quotes where the plain text would not come back. */
export function renderEntry({ alias, phrase }: Definition): string {
  return `${isPlainAlias(alias) ? alias : JSON.stringify(alias)} = ${isPlain(phrase) ? phrase : JSON.stringify(phrase)}`
}

/**
 * The definitions of a legend, in order; whatever `renderLegend` wrote comes back equal.
 * @throws {LegendError} for a line that is no entry
 */
export function parseLegend(legend: string): Definition[] {
  if (legend === '') return []
  const [header, ...lines] = legend.split('\n')
  if (header !== LEGEND_HEADER) throw new LegendError('the header is missing', 1)
  return lines.map((line, at) => parseEntry(line, at + 2))
}

const ENTRY = /^("(?:[^"\\]|\\.)*"|[^\s"=][^\s=]*) = (.*)$/su

function parseEntry(line: string, number: number): Definition {
  const [, alias, phrase] = ENTRY.exec(line) ?? []
  if (alias === undefined || phrase === undefined) {
    throw new LegendError(`${JSON.stringify(line.slice(0, 60))} is no "alias = phrase"`, number)
  }
  return { alias: unquote(alias, number), phrase: unquote(phrase, number) }
}

function unquote(text: string, line: number): string {
  if (!text.startsWith('"')) return text
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'string') return value
  } catch (cause) {
    throw new LegendError(`${text.slice(0, 60)} is no JSON string`, line, { cause })
  }
  throw new LegendError(`${text.slice(0, 60)} is no JSON string`, line)
}

function isPlainAlias(alias: string): boolean {
  return /^[^\s"=][^\s=]*$/u.test(alias) && isPlain(alias)
}

/** One line without edges that a reader or an editor would lose. */
function isPlain(phrase: string): boolean {
  return (
    /^[^\s"](?:[^\p{Cc}\p{Cs}\u2028\u2029]*\S)?$/u.test(phrase) && !/[\p{Cc}\p{Cs}]/u.test(phrase)
  )
}
