import { mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { Sample } from '../samples/sample.ts'

const SPLITS = ['train', 'validation'] as const
/** Strings have a limit; the compressor takes parts. */
const ROWS_PER_MEMBER = 5000

/** Writes the samples as packed JSON Lines, a file a split. Returns the bytes of each file. */
export function writeSamples(folder: string, samples: readonly Sample[]): Record<string, number> {
  mkdirSync(folder, { recursive: true })
  const sizes: Record<string, number> = {}
  for (const split of SPLITS) {
    const rows = samples.filter((sample) => sample.split === split)
    const members: Buffer[] = []
    for (let at = 0; at < rows.length; at += ROWS_PER_MEMBER) {
      const lines = rows.slice(at, at + ROWS_PER_MEMBER).map((row) => `${JSON.stringify(row)}\n`)
      members.push(gzipSync(lines.join('')))
    }
    const packed = Buffer.concat(members)
    const name = `samples-${split}.jsonl.gz`
    // Whoever reads the file meanwhile reads the old one whole.
    writeFileSync(join(folder, `${name}.part`), packed)
    renameSync(join(folder, `${name}.part`), join(folder, name))
    sizes[name] = packed.length
  }
  return sizes
}
