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
  let isApart = true
  let wasBracketed = false
  for (const value of values) {
    const isBracketed = value.startsWith('{') || value.startsWith('[')
    joined += isApart || (wasBracketed && isBracketed) ? value : ` ${value}`
    isApart = value.endsWith('\n')
    wasBracketed = isBracketed
  }
  return joined
}
