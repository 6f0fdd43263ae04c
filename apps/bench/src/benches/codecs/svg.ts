/** A named series of numbers. */
export interface Series {
  readonly name: string
  readonly values: readonly number[]
  readonly isOurs: boolean
}

const WIDTH = 860
const LEFT = 230
const ROW = 22
const TOP = 46
const OURS = '#0b6e4f'
const OTHERS = '#9aa5b1'
const COLOURS = [
  '#0b6e4f',
  '#c8553d',
  '#3d5a80',
  '#e0a458',
  '#7a5195',
  '#2f4858',
  '#8ab17d',
  '#9aa5b1',
]

/** Horizontal bars, one per series, longest value to the right edge; `log` for values over several orders. */
export function bars(title: string, unit: string, rows: readonly Series[], isLog = false): string {
  const values = rows.map(({ values: [value = 0] }) => value)
  const scale = (value: number): number => (isLog ? Math.log10(Math.max(value, 1e-3)) : value)
  const low = isLog ? Math.floor(Math.min(...values.map(scale))) : Math.min(0, ...values)
  const span = Math.max(...values.map(scale)) - low || 1
  const body = rows.map(({ name, isOurs }, index) => {
    const value = values[index] as number
    const width = ((scale(value) - low) / span) * (WIDTH - LEFT - 90)
    const y = TOP + index * ROW
    return [
      label(LEFT - 8, y + 14, name, 'end'),
      `<rect x="${LEFT}" y="${y}" width="${width.toFixed(1)}" height="${ROW - 6}" fill="${isOurs ? OURS : OTHERS}"/>`,
      label(LEFT + width + 6, y + 14, short(value)),
    ].join('')
  })
  return document(
    title,
    `${unit}${isLog ? ', logarithmic' : ''}`,
    TOP + rows.length * ROW + 20,
    body,
  )
}

/** Lines over a common logarithmic x axis. */
export function lines(
  title: string,
  unit: string,
  x: readonly number[],
  series: readonly Series[],
): string {
  const height = 420
  const all = series.flatMap(({ values }) => values).filter((value) => value > 0)
  const [left, right] = [Math.log10(Math.min(...x)), Math.log10(Math.max(...x))]
  const [low, high] = [Math.log10(Math.min(...all)), Math.log10(Math.max(...all))]
  const xOf = (value: number): number =>
    60 + ((Math.log10(value) - left) / (right - left || 1)) * 560
  const yOf = (value: number): number =>
    height -
    40 -
    ((Math.log10(Math.max(value, 10 ** low)) - low) / (high - low || 1)) * (height - 100)
  const body = series.map(({ name, values }, index) => {
    const colour = COLOURS[index % COLOURS.length] as string
    const points = values.map((value, at) => `${xOf(x[at]!).toFixed(1)},${yOf(value).toFixed(1)}`)
    return [
      `<polyline fill="none" stroke="${colour}" stroke-width="2" points="${points.join(' ')}"/>`,
      label(640, TOP + 20 + index * 18, name, 'start', colour),
    ].join('')
  })
  const ticks = x.map((value) => label(xOf(value), height - 16, short(value), 'middle'))
  const marks = [10 ** low, 10 ** high].map((value) => label(52, yOf(value), short(value), 'end'))
  return document(title, unit, height, [...body, ...ticks, ...marks])
}

/** One cell per row and column, darker for more. */
export function heatmap(
  title: string,
  unit: string,
  columns: readonly string[],
  rows: readonly Series[],
): string {
  const all = rows.flatMap(({ values }) => values)
  const [low, high] = [Math.min(...all), Math.max(...all)]
  const cell = (WIDTH - LEFT - 20) / columns.length
  const heads = columns.map((name, index) =>
    label(LEFT + (index + 0.5) * cell, TOP - 4, name, 'middle'),
  )
  const body = rows.flatMap(({ name, values }, row) => [
    label(LEFT - 8, TOP + row * ROW + 15, name, 'end'),
    ...values.map((value, column) => {
      const depth = (value - low) / (high - low || 1)
      const [x, y] = [LEFT + column * cell, TOP + row * ROW]
      const fill = `rgba(11,110,79,${(0.05 + depth * 0.9).toFixed(2)})`
      const colour = depth > 0.55 ? '#fff' : '#1f2933'
      return `<rect x="${x.toFixed(1)}" y="${y}" width="${cell.toFixed(1)}" height="${ROW}" fill="${fill}"/>${label(x + cell / 2, y + 15, short(value), 'middle', colour)}`
    }),
  ])
  return document(title, unit, TOP + rows.length * ROW + 20, [...heads, ...body])
}

function document(title: string, unit: string, height: number, body: readonly string[]): string {
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" font-family="system-ui, sans-serif" font-size="12">`,
    `<rect width="${WIDTH}" height="${height}" fill="#fff"/>`,
    `<text x="12" y="20" font-size="15" font-weight="600" fill="#1f2933">${escapeXml(title)}</text>`,
    label(WIDTH - 12, 20, unit, 'end', '#616e7c'),
    ...body,
    '</svg>\n',
  ].join('\n')
}

function label(x: number, y: number, text: string, anchor = 'start', colour = '#1f2933'): string {
  return `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" text-anchor="${anchor}" fill="${colour}">${escapeXml(text)}</text>`
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('*', '')
}

function short(value: number): string {
  if (value >= 1000) return Math.round(value).toLocaleString('en')
  return Number(value.toPrecision(3)).toString()
}
