import { floorWords } from '../floor/floor-words.ts'
import { sentencesOf } from '../text/sentences.ts'
import type { Unit } from '../text/unit.ts'
import type { Frame } from './text-layout.ts'

/** For each sentence its floor words: whoever keeps a word of a sentence keeps them. */
export function wordFrames(text: string, words: readonly Unit[]): Frame[] {
  const isFloor = floorWords(text, words)
  const frames: Frame[] = []
  let from = 0
  for (const sentence of sentencesOf(text)) {
    let to = from
    while (to < words.length && words[to]!.start < sentence.end) to++
    const members = Array.from({ length: to - from }, (_, i) => from + i)
    const parts = members.filter((word) => isFloor[word])
    if (parts.length > 0) frames.push({ parts, members })
    from = to
  }
  return frames
}
