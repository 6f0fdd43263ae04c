import { NotationError } from '../errors.ts'
import { fileLines, type Listing, listedNumbers, type Sources } from './listing.ts'
import type { ShortContext } from './short.ts'
import { styleNamed } from './styles.ts'

/** Signs that begin a short line; the first that begins no line of the text is used. */
export const SHORT_SIGNS: readonly string[] = ['@', '^', '%', '&', '!', '¦', '§']

/** Pairs that stand around marks in a line; none of them stands in the text. */
export const MARK_BRACKETS: readonly string[] = ['«»', '‹›', '⟦⟧', '⟨⟩', '【】']

/** `@--> «» a.py`: the sign, the style, the brackets, and the file where all frames are of one. */
const HEAD = /^(\S)(\S{1,3}) ((?:\S\S){1,2})(?: (.+))?$/

/** Ends the listing. */
const LISTING_END = '.'

/** Whether lines begin like shortened ones. */
export function isShortened(lines: readonly string[]): boolean {
  const head = HEAD.exec(lines[0] ?? '')
  return head !== null && SHORT_SIGNS.includes(head[1]!) && styleNamed(head[2]!) !== undefined
}

/** What a short line begins with, whatever it is about: sign, kind of change, and number where the line follows. */
export function beginningOfShort([head]: readonly string[]): (line: string) => string {
  const sign = head![0]!
  return (line) => (line.startsWith(sign) ? sign + BEGINNING.exec(line.slice(1))![0] : '')
}

const BEGINNING = /^(?:[~+:-] ?|\d+ )?/

/** The first lines of a shortened text; `sources` are listed where the context has a listing. */
export function writeHead(context: ShortContext, sources: Sources): string[] {
  const { sign, style, brackets, file } = context
  const head = `${sign}${style.name} ${brackets}${file === undefined ? '' : ' ' + file}`
  if (context.listing === undefined) return [head]
  const written = [head, `${sign}source ${context.context}`]
  for (const [name, lines] of sources) {
    if (file === undefined) written.push(sign + sign + name)
    for (const number of listedNumbers(lines)) {
      const text = lines.get(number)
      written.push(text === '' ? String(number) : `${number} ${text}`)
    }
  }
  return [...written, sign + LISTING_END]
}

/** A context as its first lines say it, and how many they are. Throws `NotationError` for others. */
export function readHead(lines: readonly string[]): { context: ShortContext; length: number } {
  const head = HEAD.exec(lines[0] ?? '')
  const style = styleNamed(head?.[2] ?? '')
  if (head === null || style === undefined || !isShortened(lines)) {
    throw new NotationError('the first line does not name a style of frames', 0)
  }
  const [, sign, , brackets, file] = head as unknown as [string, string, string, string, string?]
  const listed = /^source (\d)$/.exec(lines[1]?.startsWith(sign) ? lines[1].slice(1) : '')
  const base = { sign, style, brackets, file, last: undefined }
  if (listed === null) return { context: { ...base, listing: undefined, context: 0 }, length: 1 }
  const end = lines.indexOf(sign + LISTING_END)
  if (end < 0) throw new NotationError('nothing ends the listing', 0)
  const listing = readListing(lines.slice(2, end), sign, file)
  return { context: { ...base, listing, context: Number(listed[1]) }, length: end + 1 }
}

function readListing(lines: readonly string[], sign: string, file: string | undefined): Listing {
  const sources = new Map<string, Map<number, string>>()
  let current = new Map<number, string>()
  if (file !== undefined) sources.set(file, current)
  for (const line of lines) {
    if (line.startsWith(sign + sign)) {
      current = new Map()
      sources.set(line.slice(2), current)
      continue
    }
    const match = /^(\d{1,9})(?: (.*))?$/s.exec(line)
    if (match === null) throw new NotationError('a listed line has no number', 0)
    current.set(Number(match[1]), match[2] ?? '')
  }
  return readable(sources)
}

/** Sources as they are read where they are listed. */
export function readable(sources: Sources): Listing {
  return new Map([...sources].map(([name, lines]) => [name, fileLines(lines)]))
}
