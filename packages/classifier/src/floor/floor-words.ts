import type { Span } from '../text/span.ts'

const NEGATIONS = new Set(
  'not no never none neither nor without cannot except unless nobody nothing nowhere'.split(' '),
)
const MODALS = new Set(
  'must shall should may might can could would will require required requires only always'.split(
    ' ',
  ),
)
const CONTRACTED_NOT = /n['’]t$/i
const HAS_DIGIT = /\p{N}/u
/** Ids, names in qualified form, flags: letters on both sides of a joint, or case that changes inside a word. */
const JOINED =
  /[\p{L}\p{N}][_\\@#:=][\p{L}\p{N}]|[\p{L}\p{N}]\.[\p{L}\p{N}]{2}|^--?\p{L}|__\p{L}|\p{L}__/u
const LETTER = /\p{L}/u
const CAMEL = /\p{Ll}\p{Lu}/u
const UNIT =
  /^(?:%|°[CF]?|[kKMGT]i?B|ms|s|sec|seconds?|min|minutes?|h|hours?|days?|weeks?|months?|years?|px|c?m|km|miles?|kg|g|lbs?|USD|EUR|dollars?|euros?|percent|million|billion|thousand)(?![\p{L}\p{N}])/u
const AROUND = /^[\p{P}\p{S}]+|[\p{P}\p{S}]+$/gu
const MAX_BARE_WORD = 64

/** Ranges of a text that are quoted strings, code spans or fenced code: no word of them may be cut out. */
const QUOTED =
  /```[^`]{0,4000}```|`[^`\n]{1,200}`|"[^"\n]{1,200}"|“[^”\n]{1,200}”|(?<![\p{L}\p{N}])'[^'\n]{2,200}'(?![\p{L}\p{N}])/gu

/**
 * Which words of a text belong to the floor: inside a sentence that is kept none of them is cut. Negations and modals,
 * numbers with their units, ids, paths and addresses, words of quoted strings and of code.
 */
export function floorWords(text: string, words: readonly Span[]): boolean[] {
  const quoted = quotedSpans(text)
  let at = 0
  let isAfterNumber = false
  return words.map(({ start, end }) => {
    while (at < quoted.length && quoted[at]!.end <= start) at++
    const isQuoted = at < quoted.length && quoted[at]!.start < end
    const word = text.slice(start, end)
    const isUnit = isAfterNumber && UNIT.test(word)
    isAfterNumber = HAS_DIGIT.test(word)
    return isQuoted || isUnit || isFloorWord(word)
  })
}

/** Whether a word belongs to the floor by itself. */
export function isFloorWord(word: string): boolean {
  if (HAS_DIGIT.test(word) || JOINED.test(word) || isPath(word)) return true
  if (word.length > MAX_BARE_WORD) return CAMEL.test(word)
  const bare = word.replace(AROUND, '')
  const lower = bare.toLowerCase()
  // `should've` is a modal too.
  const isModal = MODALS.has(lower.replace(/['’].*$/, ''))
  return NEGATIONS.has(lower) || isModal || CONTRACTED_NOT.test(bare) || CAMEL.test(bare)
}

/** A folder may end in its slash, and brackets may stand around it: `[hack/`. */
function isPath(word: string): boolean {
  return word.includes('/') && LETTER.test(word)
}

function quotedSpans(text: string): Span[] {
  return Array.from(text.matchAll(QUOTED), (match) => ({
    start: match.index,
    end: match.index + match[0].length,
  }))
}
