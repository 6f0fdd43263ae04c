import { sentencesOf } from '@x/classifier/training'

/** A kept range of a text, in UTF-16 units. */
export type KeptRange = readonly [start: number, end: number]

/** What may not be cut out of a sentence that is kept, by patterns of their own: the ones the floor was measured with. */
const INNER: readonly RegExp[] = [
  /(?<![\w-])(?:not|no|never|none|neither|nor|without|cannot|except|unless)(?![\w-])|\b\w+n['’]t\b/gi,
  /(?<![\w-])(?:must|shall|should|may|might|can|could|would|will|required?|only|always)(?![\w-])/gi,
  /(?<![A-Za-z_])[-+$€£#]?\d[\d.,:]*(?:\s?(?:%|[kKMGT]i?B|ms|s|min|h|px|km|kg))?(?![A-Za-z_])/g,
  /\b(?=[\w-]*\d)(?=[\w-]*[A-Za-z])[\w-]{3,}\b|\b\w+_\w+\b|\b[a-z]+[A-Z]\w*\b/g,
  /(?<![\w:/])(?=[\w./~-]*[A-Za-z\d])(?:~|\.{1,2})?\/?(?:[\w.-]+\/)+[\w.-]*/g,
  /\b[a-z]{2,8}:\/\/\S+/g,
]
const LETTER_OR_DIGIT = /[\p{L}\p{N}]/u

/** How many floor words are cut out of sentences of which something is kept. */
export function cutFloorWords(text: string, kept: readonly KeptRange[]): number {
  let cut = 0
  for (const { start, end } of sentencesOf(text)) {
    if (!holdsWord(text, kept, start, end)) continue
    const sentence = text.slice(start, end)
    for (const pattern of INNER) {
      for (const match of sentence.matchAll(pattern)) {
        const from = start + match.index
        if (!isInside(kept, from, from + match[0].length)) cut += 1
      }
    }
  }
  return cut
}

/** How many kept ranges begin or end inside a word; the letter of a JSON escape (`\\n`) belongs to none. */
export function cutWords(text: string, kept: readonly KeptRange[]): number {
  const isJoined = (at: number) =>
    at > 0 &&
    at < text.length &&
    text[at - 2] !== '\\' &&
    LETTER_OR_DIGIT.test(text[at - 1]!) &&
    LETTER_OR_DIGIT.test(text[at]!)
  return kept.flat().filter(isJoined).length
}

function holdsWord(text: string, kept: readonly KeptRange[], start: number, end: number): boolean {
  return kept.some(([from, to]) => {
    const part = text.slice(Math.max(from, start), Math.min(to, end))
    return LETTER_OR_DIGIT.test(part)
  })
}

function isInside(kept: readonly KeptRange[], start: number, end: number): boolean {
  return kept.some(([from, to]) => from <= start && end <= to)
}
