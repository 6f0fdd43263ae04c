import { writeKey } from './column-name.ts'

/** Writes a member of an object: `state=sent`, `items[1 2]`, `owner{id=7}`. */
export function writeMember(rawKey: string, value: string): string {
  const isBracketed = value.startsWith('{') || value.startsWith('[')
  return writeKey(rawKey) + (isBracketed ? '' : '=') + value
}

/** Writes a member whose value is an object of one member: `owner.id=7`. */
export function writeDotted(rawKey: string, member: string): string {
  return `${writeKey(rawKey)}.${member}`
}

/** Joins what stands in an object or a list by blanks, but for those that a line break or two brackets spare. */
export function joinValues(values: readonly string[]): string {
  let joined = ''
  let last = LINE_BREAK
  for (const value of values) {
    joined += isApart(last, value.charCodeAt(0)) ? value : ` ${value}`
    last = value.charCodeAt(value.length - 1)
  }
  return joined
}

const LINE_BREAK = 10
const BRACKET = 91
const BRACE = 123

function isApart(last: number, first: number): boolean {
  if (last === LINE_BREAK) return true
  // A closing bracket stands two places behind its opening one in ASCII.
  return (first === BRACE || first === BRACKET) && (last === BRACE + 2 || last === BRACKET + 2)
}
