import { commonPrefixLength } from '../common-length.ts'

/** What parts the items of a long line, in the order in which it is looked for. */
const JOINERS = [', ', ' ', ',', '; ', ';', ':', '|']

const LONG = 400
const LEAST_ITEMS = 12
/** Share of the items that must begin like the item before them. */
const LEAST_ALIKE = 0.3

/** Units of a text: its lines, long ones taken apart. `joiners` says before which unit the joiner changes to what. */
export interface Units {
  readonly units: readonly string[]
  /** The empty joiner stands for the end of a line. */
  readonly joiners: ReadonlyMap<number, string>
}

/** Takes apart long lines that are lists of items which begin alike: file names, test names, compiler flags. */
export function splitLongLines(lines: readonly string[]): Units {
  if (lines.every((line) => line.length < LONG)) return { units: lines, joiners: new Map() }
  const units: string[] = []
  const joiners = new Map<number, string>()
  for (const line of lines) {
    const joiner = line.length < LONG ? undefined : JOINERS.find((text) => isList(line, text))
    if (joiner === undefined) units.push(line)
    else {
      joiners.set(units.length, joiner)
      for (const item of line.split(joiner)) units.push(item)
      joiners.set(units.length - 1, '')
    }
  }
  return { units, joiners }
}

function isList(line: string, joiner: string): boolean {
  const items = line.split(joiner)
  if (items.length < LEAST_ITEMS) return false
  let alike = 0
  for (let i = 1; i < items.length; i += 1) alike += commonPrefixLength(items[i - 1]!, items[i]!)
  return alike >= line.length * LEAST_ALIKE
}
