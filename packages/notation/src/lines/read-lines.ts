import { NotationError } from '../errors.ts'
import { isBrackets, isSign } from './marks.ts'
import { numbering } from './number-lines.ts'
import { readDefinitions } from './read-definitions.ts'
import { isSeparator, readValues } from './row-values.ts'
import { fillTemplate, type Template } from './template.ts'
import { SHORTEST_RULE } from './write-head.ts'

/** A rendered text may stand for at most this many code units. */
const LONGEST_TEXT = 1 << 25

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
  inner: string
  /** What stands before the line so many lines after `counted`. */
  numberAt: (line: number) => string
  counted: number
  table: { template: Template; indent: string; separator: string } | undefined
}

/** The exact inverse of `writeLines`. Throws `NotationError` for what it never writes. */
export function readLines(text: string): string {
  const head = readHead(text)
  const end = text.indexOf(`\n${head.rule}\n`, head.length - 1) + 1
  if (end <= 0) throw new NotationError(`no line "${head.rule}" ends the templates`, head.length)
  const definitions = text.slice(head.length, end)
  const templates = readDefinitions(definitions, head.sign, head.brackets, head.length)
  const reader = createReader(head.sign, head.end, templates)
  let at = end + head.rule.length + 1
  for (const line of text.slice(at).split('\n')) {
    readLine(line, reader, at)
    at += line.length + 1
  }
  const whole = reader.out.join('')
  return whole.slice(0, whole.length - reader.joiner.length)
}

interface Head {
  readonly length: number
  readonly sign: string
  readonly brackets: string
  readonly end: string
  /** The line that ends the templates. */
  readonly rule: string
}

function readHead(text: string): Head {
  const head = /^~[a-z-]+ (\S)a=(\S\S)( crlf)?(?: (----+))?: [^\n]*\n/.exec(text)
  if (head === null || !isSign(head[1]!) || !isBrackets(head[2]!)) {
    throw new NotationError('the first line does not name the marks', 0)
  }
  const end = head[3] === undefined ? '\n' : '\r\n'
  const rule = head[4] ?? SHORTEST_RULE
  return { length: head[0].length, sign: head[1]!, brackets: head[2]!, end, rule }
}

function createReader(sign: string, end: string, templates: Map<string, Template>): Reader {
  const quoted = '\\' + sign
  return {
    sign,
    mark: new RegExp(`^[ \\t]*${quoted}[A-Za-z0-9<>.:#]`),
    row: new RegExp(`^([ \\t]*)${quoted}([A-Za-z]{1,3})(.*)$`, 's'),
    templates,
    name: new RegExp(`^${quoted}([A-Za-z]{1,3})$`),
    end,
    joiner: end,
    out: [],
    size: 0,
    prefix: '',
    inner: '',
    numberAt: numbering(''),
    counted: 0,
    table: undefined,
  }
}

function readLine(line: string, reader: Reader, offset: number): void {
  const { sign, table } = reader
  const marked = reader.mark.test(line)
  if (table !== undefined && !marked) {
    const values = readValues(table.template, line, table.separator)
    emitRow(table.template, table.indent, values, true, reader, offset)
    return
  }
  reader.table = undefined
  if (!marked) emit(line, true, reader, offset)
  else if (line.startsWith(sign + '>>')) reader.inner = line.slice(3)
  else if (line.startsWith(sign + '>')) {
    reader.prefix = line.slice(2)
    reader.inner = ''
  } else if (line.startsWith(sign + ':')) reader.joiner = line.slice(2) || reader.end
  else if (line.startsWith(sign + '#')) {
    reader.numberAt = numbering(line.slice(2))
    reader.counted = reader.out.length
  } else if (line.startsWith(sign + '<')) readUnit(line.slice(2), false, reader, offset)
  else if (line !== sign + '.') readUnit(line, true, reader, offset)
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
  const isTable = rest.startsWith(':')
  const separator = (isTable ? rest.slice(1) : rest[0]) || ' '
  if (rest.startsWith('=')) emitRow(template, indent, [], prefixed, reader, offset)
  else if (!isSeparator(separator)) {
    throw new NotationError('no such separator parts values', offset)
  } else if (isTable) reader.table = { template, indent, separator }
  else {
    const values = readValues(template, rest.slice(1), separator)
    emitRow(template, indent, values, prefixed, reader, offset)
  }
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
  const isPrefixed = (i: number) => prefixed && template.apart?.[i] !== true
  const prefixLength = reader.prefix.length + reader.inner.length
  const lines = fillTemplate(
    template,
    written,
    (i) => (isPrefixed(i) ? prefixLength : 0) + indent.length,
  )
  for (const [i, line] of lines.entries()) emit(indent + line, isPrefixed(i), reader, offset)
}

function expandName(value: string, reader: Reader): string {
  const name = reader.name.exec(value)?.[1]
  const template = name === undefined ? undefined : reader.templates.get(name)
  return template === undefined || template.slots > 0
    ? value
    : fillTemplate(template, [], () => 0).join('\n')
}

function emit(line: string, prefixed: boolean, reader: Reader, offset: number): void {
  const number = reader.numberAt(reader.out.length - reader.counted)
  const whole = number + (prefixed ? reader.prefix + reader.inner : '') + line
  reader.size += whole.length + reader.joiner.length
  if (reader.size > LONGEST_TEXT) throw new NotationError('the text would be too long', offset)
  reader.out.push(whole + reader.joiner)
}
