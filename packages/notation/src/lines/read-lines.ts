import { NotationError } from '../errors.ts'
import { isBrackets, isSign, slotPattern } from './marks.ts'
import { isSeparator, readValues } from './row-values.ts'
import { fillTemplate, isSlot, joinTexts, type Segment, type Template } from './template.ts'

/** A rendered text may stand for at most this many code units. */
const LONGEST_TEXT = 1 << 28

interface Reader {
  readonly sign: string
  readonly mark: RegExp
  readonly row: RegExp
  readonly templates: Map<string, Template>
  readonly name: RegExp
  /** The end of a line in this text. */
  readonly end: string
  joiner: string
  readonly out: string[]
  size: number
  prefix: string
  table: { template: Template; indent: string; separator: string } | undefined
}

/** The exact inverse of `writeLines`. Throws `NotationError` for what it never writes. */
export function readLines(text: string): string {
  const head = /^~[a-z-]+ (\S)a=(\S\S)( crlf)?: [^\n]*\n/.exec(text)
  if (head === null || !isSign(head[1]!) || !isBrackets(head[2]!)) {
    throw new NotationError('the first line does not name the marks', 0)
  }
  const [{ length: start }, sign, brackets, crlf] = [head[0], head[1]!, head[2]!, head[3]]
  const end = text.startsWith('---\n', start) ? start : text.indexOf('\n---\n', start - 1) + 1
  if (end <= 0) throw new NotationError('no line "---" ends the templates', start)
  const templates = readDefinitions(text.slice(start, end), sign, brackets, start)
  const quoted = '\\' + sign
  const reader: Reader = {
    sign,
    mark: new RegExp(`^[ \\t]*${quoted}[A-Za-z0-9<>.:]`),
    row: new RegExp(`^([ \\t]*)${quoted}([A-Za-z]{1,3})(.*)$`, 's'),
    templates,
    name: new RegExp(`^${quoted}([A-Za-z]{1,3})$`),
    end: crlf === undefined ? '\n' : '\r\n',
    joiner: crlf === undefined ? '\n' : '\r\n',
    out: [],
    size: 0,
    prefix: '',
    table: undefined,
  }
  let at = end + 4
  for (const line of text.slice(at).split('\n')) {
    readLine(line, reader, at)
    at += line.length + 1
  }
  const whole = reader.out.join('')
  return whole.slice(0, whole.length - reader.joiner.length)
}

function readDefinitions(
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
  const close = () => {
    if (name !== undefined) templates.set(name, { lines, slots: lines.flat().filter(isSlot).length })
  }
  for (const line of text.slice(0, -1).split('\n')) {
    const match = begin.exec(line)
    if (match !== null) {
      close()
      name = match[1]!
      lines = []
    } else if (name === undefined) throw new NotationError('a template has no name', start)
    lines.push(readSegments(match === null ? line : line.slice(match[0].length), slot))
  }
  close()
  return templates
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

function readLine(line: string, reader: Reader, offset: number): void {
  const { sign } = reader
  const marked = reader.mark.test(line)
  if (reader.table !== undefined && !marked) {
    const { template, indent, separator } = reader.table
    emitRow(template, indent, readValues(template, line, separator), true, reader, offset)
    return
  }
  reader.table = undefined
  if (!marked) return emit(line, true, reader, offset)
  if (line === sign + '.') return
  if (line.startsWith(sign + '>')) {
    reader.prefix = line.slice(2)
    return
  }
  if (line.startsWith(sign + ':')) {
    reader.joiner = line.slice(2) || reader.end
    return
  }
  const apart = line.startsWith(sign + '<')
  readUnit(apart ? line.slice(2) : line, !apart, reader, offset)
}

function readUnit(text: string, prefixed: boolean, reader: Reader, offset: number): void {
  const run = text.startsWith(reader.sign) ? /^.(\d{1,7})\*/.exec(text) : null
  const unit = run === null ? text : text.slice(run[0].length)
  const count = run === null ? 1 : Number(run[1])
  const row = reader.row.exec(unit)
  for (let i = 0; i < count; i += 1) {
    if (row === null) emit(unit, prefixed, reader, offset)
    else readRow(row, prefixed, reader, offset)
  }
}

function readRow(row: RegExpExecArray, prefixed: boolean, reader: Reader, offset: number): void {
  const [, indent, name, rest] = row as unknown as [string, string, string, string]
  if (rest.startsWith('=')) reader.templates.set(name, { lines: [[rest.slice(1)]], slots: 0 })
  const template = reader.templates.get(name)
  if (template === undefined) throw new NotationError(`no template is named ${name}`, offset)
  if (rest.startsWith(':')) {
    const separator = rest.slice(1) || ' '
    if (!isSeparator(separator)) throw new NotationError('a table has no such separator', offset)
    reader.table = { template, indent, separator }
    return
  }
  if (rest.startsWith('=')) return emitRow(template, indent, [], prefixed, reader, offset)
  const separator = rest[0] ?? ' '
  if (!isSeparator(separator)) throw new NotationError('a row has no such separator', offset)
  const values = readValues(template, rest.slice(1), separator)
  emitRow(template, indent, values, prefixed, reader, offset)
}

function emitRow(
  template: Template,
  indent: string,
  values: readonly string[] | undefined,
  prefixed: boolean,
  reader: Reader,
  offset: number,
): void {
  if (values === undefined) {
    throw new NotationError(`a row does not have ${template.slots} values`, offset)
  }
  const written = values.map((value) => expandName(value, reader))
  for (const line of fillTemplate(template, written)) emit(indent + line, prefixed, reader, offset)
}

function expandName(value: string, reader: Reader): string {
  const name = reader.name.exec(value)?.[1]
  const template = name === undefined ? undefined : reader.templates.get(name)
  return template === undefined || template.slots > 0 ? value : fillTemplate(template, []).join('\n')
}

function emit(line: string, prefixed: boolean, reader: Reader, offset: number): void {
  const whole = prefixed ? reader.prefix + line : line
  reader.size += whole.length + reader.joiner.length
  if (reader.size > LONGEST_TEXT) throw new NotationError('the text would be too long', offset)
  reader.out.push(whole + reader.joiner)
}
