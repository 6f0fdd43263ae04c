import { idfOf } from '../idf/tables.ts'
import { isWorthKeeping, type StringSpan } from '../text/strings.ts'
import type { Unit } from '../text/unit.ts'

/** The score of a string in its unit; `isFirst` where no string stands before it there. */
export type ScoreString = (string: StringSpan, unit: Unit, isFirst: boolean) => number

/** What a number or a name counts above any word. */
const NAME_OR_NUMBER = 10
const HAS_NUMBER = /\p{N}/u
const CAPITAL = /^\p{Lu}/u

/** How rare a string is, unless the conversation has it already. */
export function structuredScore(earlier: ReadonlySet<string>): ScoreString {
  const { ofString } = idfOf('structured')
  const known = new Map<string, number>()
  return ({ string }) => {
    const found = known.get(string)
    if (found !== undefined) return found
    const score = isWorthKeeping(string) && !earlier.has(string) ? ofString(string) : 0
    known.set(string, score)
    return score
  }
}

/** Numbers and names first (a capital at the start of a sentence makes no name), then by rarity. */
export function naturalScore(): ScoreString {
  const { ofString } = idfOf('natural')
  return ({ shown, string }, _unit, isFirst) => {
    const isName = HAS_NUMBER.test(shown) || (!isFirst && CAPITAL.test(shown))
    return (isName ? NAME_OR_NUMBER : 0) + ofString(string)
  }
}
