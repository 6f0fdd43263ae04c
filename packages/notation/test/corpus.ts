import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'

/** The texts of a corpus file below `PITH_DATA`, validation split; `undefined` where the folder is not set. */
export function readCorpus(name: string): string[] | undefined {
  const folder = process.env.PITH_DATA
  if (folder === undefined) return undefined
  const packed = readFileSync(join(folder, 'data/corpus', `${name}.jsonl.gz`))
  return gunzipSync(packed)
    .toString('utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { split: string; text: string })
    .filter(({ split }) => split === 'validation')
    .map(({ text }) => text)
}
