import { floorWords } from '../floor/floor-words.ts'
import { sentencesOf } from '../text/sentences.ts'
import type { Span } from '../text/span.ts'
import type { Unit } from '../text/unit.ts'
import type { Frame } from './layout.ts'
import { fenceRanges } from './line-frames.ts'

/**
 * For each sentence its floor words: whoever keeps a word of a sentence keeps them. A fence goes or stays as a whole.
 */
export function wordFrames(text: string, words: readonly Unit[]): Frame[] {
  const isFloor = floorWords(text, words)
  const fences = fenceRanges(text)
  const frames = groupWords(words, fences).map((members) => ({ parts: members, members }))
  const isFenced = new Uint8Array(words.length)
  for (const { members } of frames) for (const word of members) isFenced[word] = 1
  for (const inside of groupWords(words, sentencesOf(text))) {
    const members = inside.filter((word) => isFenced[word] === 0)
    const parts = members.filter((word) => isFloor[word])
    if (parts.length > 0) frames.push({ parts, members })
  }
  return frames
}

/** The words that start in each range; both are in order. */
function groupWords(words: readonly Unit[], ranges: readonly Span[]): number[][] {
  let at = 0
  return ranges.map(({ start, end }) => {
    const inside: number[] = []
    while (at < words.length && words[at]!.start < start) at++
    for (; at < words.length && words[at]!.start < end; at++) inside.push(at)
    return inside
  })
}
