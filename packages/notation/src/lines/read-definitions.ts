import { NotationError } from '../errors.ts'
import { slotPattern } from './marks.ts'
import { isSlot, joinTexts, type Segment, type Template } from './template.ts'

/** The templates between the first line and the line `---`, by name. `start` is where `text` begins in the whole. */
export function readDefinitions(
  text: string,
  sign: string,
  brackets: string,
  start: number,
): Map<string, Template> {
  const templates = new Map<string, Template>()
  if (text === '') return templates
  const begin = new RegExp(`^\\${sign}([A-Za-z]{1,3})=`)
  const slot = slotPattern(brackets)
  let name: string | undefined
  let lines: Segment[][] = []
  let apart: boolean[] = []
  const close = () => {
    if (name !== undefined) templates.set(name, templateOf(lines, apart, start))
  }
  for (const line of text.slice(0, -1).split('\n')) {
    const match = begin.exec(line)
    if (match !== null) {
      close()
      name = match[1]!
      lines = []
      apart = []
    } else if (name === undefined) throw new NotationError('a template has no name', start)
    const rest = match === null ? line : line.slice(match[0].length)
    const isApart = rest.startsWith(sign + '<')
    apart.push(isApart)
    lines.push(readSegments(isApart ? rest.slice(2) : rest, slot))
  }
  close()
  return templates
}

function templateOf(
  lines: readonly (readonly Segment[])[],
  apart: readonly boolean[],
  offset: number,
): Template {
  const segments = lines.flat()
  const slots = segments.filter(isSlot).length
  const dangling = segments.some(
    (segment) =>
      typeof segment === 'object' && 'of' in segment && !(segment.of >= 0 && segment.of < slots),
  )
  if (dangling) throw new NotationError('a template repeats a value that it does not have', offset)
  return apart.includes(true) ? { lines, slots, apart } : { lines, slots }
}

function readSegments(text: string, slot: RegExp): Segment[] {
  const segments: Segment[] = []
  let end = 0
  for (const match of text.matchAll(slot)) {
    segments.push(text.slice(end, match.index))
    const [whole, free, width, repeated, column] = match
    if (repeated !== undefined) segments.push({ of: Number(repeated) - 1 })
    else if (column !== undefined) segments.push({ column: Number(column) })
    else segments.push({ free: free === '*', width: Number(width ?? 0) })
    end = match.index + whole.length
  }
  segments.push(text.slice(end))
  return joinTexts(segments)
}
