import type { SentenceBatch } from '../../src/similarity/sentence-batches.ts'

const WIDTH = 512

/** What a sentence encoder would say that counts pieces: a unit vector with a place for each of them, marks left out. */
export function bagOfPieces({ ids, rows, length }: SentenceBatch): Float32Array[] {
  return Array.from({ length: rows }, (_, row) => {
    const counts = new Float32Array(WIDTH)
    for (const id of ids.subarray(row * length, (row + 1) * length)) {
      if (id > 3) counts[id % WIDTH]! += 1
    }
    const size = Math.sqrt(counts.reduce((sum, count) => sum + count * count, 0)) || 1
    return counts.map((count) => count / size)
  })
}
