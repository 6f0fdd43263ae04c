import { slotsOf, type Template } from './template.ts'

const SEPARATORS = [' ', '|', ';', ',', '/', '\t', '!', '¦']

/** Whether a character can stand between a name and the values of a row. */
export function isSeparator(character: string): boolean {
  return SEPARATORS.includes(character)
}

/** The first separator with which the values are read back as they are. */
export function separatorFor(template: Template, values: readonly string[]): string | undefined {
  if (template.slots > 0 && !values.some((value) => value.includes(' '))) return ' '
  return SEPARATORS.find((separator) => {
    const read = readValues(template, values.join(separator), separator)
    return read?.every((value, i) => value === values[i])
  })
}

/**
 * Values of a row. Between blanks one slot that may hold blanks takes what the others leave. `undefined` where the
 * number of values is wrong.
 */
export function readValues(
  template: Template,
  text: string,
  separator: string,
): readonly string[] | undefined {
  const { slots } = template
  if (slots === 0) return text === '' ? [] : undefined
  const pieces = text.split(separator)
  if (pieces.length === slots) return pieces
  if (separator !== ' ' || pieces.length < slots) return undefined
  const free = slotsOf(template).flatMap((slot, i) => (slot.free ? [i] : []))
  if (free.length !== 1) return undefined
  const from = free[0]!
  const to = from + pieces.length - slots + 1
  return [...pieces.slice(0, from), pieces.slice(from, to).join(' '), ...pieces.slice(to)]
}
