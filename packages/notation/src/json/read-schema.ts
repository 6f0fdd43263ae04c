import { NotationError } from '../errors.ts'
import { readBareKey } from './column-name.ts'
import type { JsonNode, JsonScalar } from './json-node.ts'
import { isLiteralWord, scalarOf } from './lexeme.ts'
import { isValueNext } from './read-header.ts'
import type { ReadContext } from './read-table.ts'
import type { Scanner } from './scan-json.ts'
import { appendMembers, createMembers, finishMembers, type Members } from './schema-members.ts'
import {
  ANY,
  COMMENT_END,
  DRAFTS,
  isRefWord,
  isTypeWord,
  LIST_KEYS,
  MAP_KEYS,
  REQUIRED,
  SCHEMA,
} from './schema-words.ts'

interface Reading {
  readonly scanner: Scanner
  readonly context: ReadContext
  /** What every word for a `$ref` goes on from. */
  readonly prefix: string
}

/** The writer stops before. */
const MAX_ARRAYS = 60
const PREFIX = /([^\s"{}()[\],=|*\\]+)\* /y

/** Reads a schema in type form; the scanner stands before `schema(`. */
export function readSchema(scanner: Scanner, context: ReadContext): JsonNode {
  scanner.moveTo(scanner.at() + SCHEMA.length)
  PREFIX.lastIndex = scanner.at()
  const [told = '', prefix = ''] = PREFIX.exec(scanner.text) ?? []
  scanner.moveTo(scanner.at() + told.length)
  const reading = { scanner, context, prefix }
  const first = readComment(reading)
  if (first !== undefined) expect(scanner, '\n')
  const node = readBody(reading, first)
  scanner.take('\n')
  expect(scanner, ')')
  return node
}

function expect(scanner: Scanner, character: string): void {
  if (!scanner.take(character)) {
    const name = character === '\n' ? 'a line break' : `"${character}"`
    throw new NotationError(`no ${name} where a schema needs one`, scanner.at())
  }
}

/** A description up to the end of the line, the line break excluded. */
function readComment({ scanner }: Reading): JsonScalar | undefined {
  const start = scanner.at()
  if (!scanner.text.startsWith('// ', start)) return undefined
  const end = scanner.text.indexOf('\n', start)
  if (end < 0) throw new NotationError('an unfinished description', start)
  scanner.moveTo(end)
  return scalarOf(`"${scanner.text.slice(start + 3, end)}"`)
}

const DESCRIPTION = scalarOf('"description"')

/** The items up to a line break, a comma or a closing bracket. */
function readBody(reading: Reading, first: JsonScalar | undefined): JsonNode {
  const { scanner, context } = reading
  return context.within(scanner, () => {
    const members = createMembers()
    if (first !== undefined) push(members, DESCRIPTION, first)
    for (;;) {
      while (scanner.take(' '));
      const last = readComment(reading)
      if (last !== undefined) push(members, DESCRIPTION, last)
      if (last !== undefined || isEnd(scanner.peek())) break
      readItem(reading, members)
    }
    return finishMembers(members, scanner.at())
  })
}

function isEnd(character: string | undefined): boolean {
  return character === undefined || '\n,)]}'.includes(character)
}

function push(members: Members, key: JsonScalar, value: JsonNode): void {
  members.keys.push(key)
  members.values.push(value)
}

const key = (name: string) => scalarOf(`"${name}"`)

/** One item, with the `[]` behind it. */
function readItem(reading: Reading, members: Members): void {
  const { scanner } = reading
  if (scanner.text.startsWith('/* ', scanner.at())) {
    push(members, DESCRIPTION, readInnerComment(scanner))
    return
  }
  const item = createMembers()
  const isBracketed = scanner.take('(')
  if (isBracketed) {
    item.whole = readBody(reading, undefined)
    expect(scanner, ')')
  } else if (scanner.peek() === '{') readBlock(reading, item, true)
  else if (scanner.peek() === '"') readLiterals(reading, item)
  else readWord(reading, item)
  if (!scanner.text.startsWith('[]', scanner.at())) {
    if (isBracketed) throw new NotationError('brackets that are no array', scanner.at())
    appendMembers(members, item)
    return
  }
  let node = finishMembers(item, scanner.at())
  let array = createMembers()
  for (let levels = 0; scanner.text.startsWith('[]', scanner.at()); levels += 1) {
    if (levels === MAX_ARRAYS) throw new NotationError('too many arrays of arrays', scanner.at())
    scanner.moveTo(scanner.at() + 2)
    array = createMembers()
    push(array, key('type'), key('array'))
    push(array, key('items'), node)
    node = finishMembers(array, scanner.at())
  }
  appendMembers(members, array)
}

function readInnerComment(scanner: Scanner): JsonScalar {
  const start = scanner.at() + 3
  const end = scanner.text.indexOf(COMMENT_END, start)
  if (end < 0) throw new NotationError('an unfinished description', start)
  scanner.moveTo(end + COMMENT_END.length)
  return key(scanner.text.slice(start, end))
}

/** A line for each property; `isPlain`: the braces stand for `"type":"object"` too, where nothing else tells a type. */
function readBlock(reading: Reading, item: Members, isPlain: boolean): void {
  const { map, required } = readLines(reading)
  item.block = { at: item.keys.length, isPlain, required }
  push(item, key('properties'), map)
}

interface Lines {
  readonly map: JsonNode
  /** The keys without `?`. */
  readonly required: readonly JsonScalar[]
}

function readLines(reading: Reading): Lines {
  const { scanner } = reading
  const start = scanner.at()
  expect(scanner, '{')
  expect(scanner, '\n')
  const keys: JsonScalar[] = []
  const values: JsonNode[] = []
  const required: JsonScalar[] = []
  while (!scanner.take('}')) {
    const first = readComment(reading)
    if (first !== undefined) expect(scanner, '\n')
    const name = readName(scanner)
    if (!scanner.take('?')) required.push(name)
    expect(scanner, ':')
    keys.push(name)
    values.push(readBody(reading, first))
    expect(scanner, '\n')
  }
  return { map: { kind: 'object', keys, values, start, end: scanner.at() }, required }
}

function readName(scanner: Scanner): JsonScalar {
  const offset = scanner.at()
  if (scanner.peek() === '"') {
    const name = scanner.scalar()
    if (name !== undefined) return name
  }
  const bare = readBareKey(scanner.text, offset)
  if (bare === undefined) throw new NotationError('no name where a schema needs one', offset)
  scanner.moveTo(offset + bare.length)
  return key(bare)
}

/** `"a"|"b"`, or a member whose key needs quotes. */
function readLiterals(reading: Reading, item: Members): void {
  const { scanner } = reading
  const start = scanner.at()
  const items: JsonNode[] = []
  do {
    const text = scanner.scalar()
    if (text?.kind !== 'string') throw new NotationError('an unfinished text', scanner.at())
    items.push(text)
  } while (scanner.take('|'))
  if (items.length === 1 && scanner.take('=')) {
    push(item, items[0] as JsonScalar, readOther(reading))
    return
  }
  push(item, key('type'), key('string'))
  push(item, key('enum'), { kind: 'array', items, start, end: scanner.at() })
}

const WORD = /[^\s"{}()[\],=|]+/y

function readWord(reading: Reading, item: Members): void {
  const { scanner } = reading
  const start = scanner.at()
  WORD.lastIndex = start
  const word = WORD.exec(scanner.text)?.[0]
  if (word === undefined) throw new NotationError('no word where a schema needs one', start)
  scanner.moveTo(start + word.length)
  const next = scanner.peek() ?? ''
  const isMember =
    '=({'.includes(next) || (next === '[' && scanner.text[start + word.length + 1] !== ']')
  if (next !== '' && isMember) readMember(reading, item, word)
  else readMeaning(reading, item, word)
}

function readMember(reading: Reading, item: Members, word: string): void {
  const { scanner } = reading
  if (readBareKey(word, 0) !== word) {
    throw new NotationError(`${word} is no key`, scanner.at())
  }
  if (scanner.take('=')) push(item, key(word), readOther(reading))
  else if (scanner.peek() === '(') push(item, key(word), readBracketed(reading, word))
  else if (scanner.peek() === '{' && word === 'properties') readBlock(reading, item, false)
  else if (scanner.peek() === '{' && MAP_KEYS.has(word))
    push(item, key(word), readLines(reading).map)
  else push(item, key(word), readOther(reading))
}

/** `not(string)`, `anyOf(string, null)`. */
function readBracketed(reading: Reading, word: string): JsonNode {
  const { scanner } = reading
  const start = scanner.at()
  expect(scanner, '(')
  const items = [readBody(reading, undefined)]
  while (LIST_KEYS.has(word) && scanner.take(',')) items.push(readBody(reading, undefined))
  expect(scanner, ')')
  return LIST_KEYS.has(word) ? { kind: 'array', items, start, end: scanner.at() } : items[0]!
}

const BARE = /[^\s"{}()[\],]+/y

/** A value in the form of any other JSON; a bracket ends a bare word. */
function readOther({ scanner, context }: Reading): JsonNode {
  const start = scanner.at()
  if ('"{[='.includes(scanner.peek() ?? '\n') || isValueNext(scanner)) {
    return context.readValue(scanner)
  }
  BARE.lastIndex = start
  const word = BARE.exec(scanner.text)?.[0]
  if (word === undefined) throw new NotationError('a member without a value', start)
  scanner.moveTo(start + word.length)
  return scalarOf(isLiteralWord(word) && !context.traits.isText ? word : `"${word}"`)
}

/** A word by itself: a type or several, a draft, a `$ref`, `required`, or a schema without members. */
function readMeaning({ scanner, context, prefix }: Reading, item: Members, word: string): void {
  if (word === 'true' || word === 'false') item.whole = scalarOf(word)
  else if (word === REQUIRED) item.requiredAt = item.keys.length
  else if (isTypeWord(word)) push(item, key('type'), readTypes(scanner, word))
  else if (DRAFTS.has(word)) push(item, key('$schema'), scalarOf(DRAFTS.get(word)!))
  else if (isRefWord(word)) {
    context.charge(prefix.length, scanner.at())
    push(item, key('$ref'), key(prefix + word))
  } else if (word !== ANY) throw new NotationError(`${word} is no schema`, scanner.at())
}

function readTypes(scanner: Scanner, first: string): JsonNode {
  const start = scanner.at()
  const words = [first]
  while (scanner.take('|')) {
    WORD.lastIndex = scanner.at()
    const word = WORD.exec(scanner.text)?.[0] ?? ''
    if (!isTypeWord(word)) throw new NotationError('no type behind "|"', scanner.at())
    scanner.moveTo(scanner.at() + word.length)
    words.push(word)
  }
  if (words.length === 1) return key(first)
  return { kind: 'array', items: words.map(key), start, end: scanner.at() }
}
