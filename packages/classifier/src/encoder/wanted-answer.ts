/** What kind of answer a question wants. */
export type Wanted = 'time' | 'number' | 'name'

const TIME = /\b(?:when|years?|dates?|day|month|what time|how long ago)\b/i
const NUMBER =
  /\bhow (?:many|much|long|old|far|tall|big|large|high|often)\b|\bwhat (?:percent|number|amount|price|cost)/i
const NAME = /\b(?:who|whose|whom|where|which)\b/i
const TIME_STRING =
  /^(?:1\d{3}|20\d\d)s?$|^(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*$|^(?:mon|tues|wednes|thurs|fri|satur|sun)day$|\d[:/-]\d/i
const NUMBER_STRING =
  /\p{N}|^(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty|hundreds?|thousands?|[mb]illions?|half|dozen)$/iu
const NAME_STRING = /^\p{Lu}/u

/** The kind of answer that a question wants; undefined where it does not tell. */
export function wantedBy(question: string): Wanted | undefined {
  if (NUMBER.test(question)) return 'number'
  if (TIME.test(question)) return 'time'
  return NAME.test(question) ? 'name' : undefined
}

/** Whether a string may be an answer of a kind; the first word of a sentence is no name. */
export function isWanted(wanted: Wanted, shown: string, isFirst: boolean): boolean {
  if (wanted === 'time') return TIME_STRING.test(shown)
  if (wanted === 'number') return NUMBER_STRING.test(shown)
  return !isFirst && NAME_STRING.test(shown)
}
