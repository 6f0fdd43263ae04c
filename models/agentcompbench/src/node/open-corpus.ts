import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import type { Corpus, CorpusRecord, Split } from '../corpus.ts'

const ENDING = '.jsonl.gz'

/**
 * Opens the folder `data/corpus` under a data folder: packed JSON Lines, one folder a scenario, one file a source.
 *
 * @param dataFolder what the environment variable `PITH_DATA` names.
 * @throws Error when the folder holds no corpus.
 */
export function openCorpus(dataFolder: string): Corpus {
  const root = join(dataFolder, 'data', 'corpus')
  if (!existsSync(root)) {
    throw new Error(
      `No folder data/corpus in ${dataFolder}: set PITH_DATA to the folder that holds it.`,
    )
  }
  const names = readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith(ENDING))
    .map((path) => path.slice(0, -ENDING.length).replaceAll('\\', '/'))
    .sort()
  return {
    names: () => names,
    records: (name, split) => readRecords(join(root, name + ENDING), split),
  }
}

function* readRecords(path: string, split: Split | undefined): Generator<CorpusRecord> {
  for (const line of gunzipSync(readFileSync(path)).toString('utf8').split('\n')) {
    if (line === '') continue
    const { doc_id: docId, ...rest } = JSON.parse(line) as Omit<CorpusRecord, 'docId'> & {
      readonly doc_id: string
    }
    if (split === undefined || rest.split === split) yield { ...rest, docId }
  }
}
