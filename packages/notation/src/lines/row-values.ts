import { slotsOf, type Template } from './template.ts'

const SEPARATORS = [' ', '|', ';', ',', '/', '\t', '!', '¦']

/** Whether a character can stand between a name and the values of a row. */
export function isSeparator(character: string): boolean {
  return SEPARATORS.includes(character)
}

/** The first separator with which the values are read back as they are. */
export function separatorFor(template: Template, values: readonly string[]): string | undefined {
  const { slots } = template
  const blank = values.findIndex((value) => value.includes(' '))
  if (slots > 0 && blank < 0) return ' '
  if (slots > 0 && freeSlot(template) === blank && !hasBlankAfter(values, blank)) return ' '
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
  const from = freeSlot(template)
  if (from === undefined) return undefined
  const to = from + pieces.length - slots + 1
  return [...pieces.slice(0, from), pieces.slice(from, to).join(' '), ...pieces.slice(to)]
}

const FREE_SLOTS = new WeakMap<Template, number | undefined>()

/** The one slot that may hold blanks; `undefined` where none or several may. */
function freeSlot(template: Template): number | undefined {
  if (FREE_SLOTS.has(template)) return FREE_SLOTS.get(template)
  const free = slotsOf(template).flatMap((slot, i) => (slot.free ? [i] : []))
  const only = free.length === 1 ? free[0] : undefined
  FREE_SLOTS.set(template, only)
  return only
}

function hasBlankAfter(values: readonly string[], at: number): boolean {
  return values.some((value, i) => i > at && value.includes(' '))
}
