import { hashTerm } from './hash-term.ts'
import { STEPS_PER_NAT } from './idf.ts'

/** Options of `packIdf`. */
export interface PackIdfOptions {
  /**
   * Terms in fewer documents are left out, as rare as unknown ones.
   * @default 2
   */
  readonly minDocuments?: number
}

/**
 * Packs document counts of terms into the bytes that `createIdf` reads (in Base64): for each step of rarity the sorted
 * hashes, as differences. Terms whose hashes meet share the value of the more common one.
 */
export function packIdf(
  counts: ReadonlyMap<string, number>,
  documents: number,
  { minDocuments = 2 }: PackIdfOptions = {},
): Uint8Array {
  const stepOf = (count: number) =>
    Math.max(0, Math.round(Math.log((documents + 1) / (count + 0.5)) * STEPS_PER_NAT))
  const steps = new Map<number, number>()
  for (const [term, count] of counts) {
    if (count < minDocuments) continue
    const hash = hashTerm(term)
    steps.set(hash, Math.min(stepOf(count), steps.get(hash) ?? Number.POSITIVE_INFINITY))
  }
  const bytes: number[] = []
  writeVarint(bytes, stepOf(0))
  const used = [...new Set(steps.values())].sort((a, b) => a - b)
  for (const step of used) {
    const hashes = [...steps].filter(([, other]) => other === step).map(([hash]) => hash)
    writeVarint(bytes, step)
    writeVarint(bytes, hashes.length)
    hashes
      .sort((a, b) => a - b)
      .forEach((hash, i, all) => {
        writeVarint(bytes, hash - (all[i - 1] ?? 0))
      })
  }
  return Uint8Array.from(bytes)
}

function writeVarint(bytes: number[], value: number): void {
  let rest = value
  for (; rest >= 0x80; rest >>>= 7) bytes.push((rest & 0x7f) | 0x80)
  bytes.push(rest)
}
