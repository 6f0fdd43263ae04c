import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { type Corpus, domainWords, draftersOf, FAMILIES, SCENARIOS } from '@x/agentcompbench'
import type { Sample } from './sample.ts'

const LINE_END = 0x0a

/** What a model learns from, train split only. */
export interface TrainingText extends Omit<Sample, 'id' | 'family' | 'keep'> {
  readonly keep?: Sample['keep']
}

/** The samples of a packed file of JSON Lines, and the hash of that file. */
export interface SampleFile {
  readonly sha256: string
  samples(): Iterable<Sample>
}

/**
 * Opens a file of samples.
 *
 * @throws Error when the samples have not been built.
 */
export function openSamples(path: string): SampleFile {
  if (!existsSync(path)) {
    throw new Error(`No samples at ${path}: build them first (models/agentcompbench/README.md).`)
  }
  const packed = readFileSync(path)
  return {
    sha256: createHash('sha256').update(packed).digest('hex'),
    *samples() {
      for (const line of linesOf(gunzipSync(packed))) yield JSON.parse(line) as Sample
    },
  }
}

/** The samples, and behind them every labelled text that their bounds by scenario left out. */
export function* allTexts(file: SampleFile, corpus: Corpus): Generator<TrainingText> {
  const met = new Set<string>()
  for (const sample of file.samples()) {
    if (sample.split !== 'train') continue
    met.add(keyOf(sample))
    yield sample
  }
  for (const drafter of draftersOf(domainWords(corpus))) {
    for (const draft of drafter.drafts(corpus)) {
      if (draft.split !== 'train' || draft.needed.length === 0 || met.has(keyOf(draft))) continue
      met.add(keyOf(draft))
      yield draft
    }
  }
}

/** Whether a model of a family learns from a text: its scenarios, and the structured one from tool results wherever they stand. */
export function isFor(family: Sample['family'], { scenario, source }: TrainingText): boolean {
  const isResult = FAMILIES[source] !== undefined
  return SCENARIOS[scenario] === family || (family === 'structured' && isResult)
}

function keyOf({ text, query = '', source }: Pick<Sample, 'text' | 'query' | 'source'>): string {
  return createHash('sha256').update(`${source}\n${query}\n${text}`).digest('base64')
}

/** Line by line, so that no string holds them all. */
function* linesOf(bytes: Buffer): Generator<string> {
  for (let start = 0; start < bytes.length; ) {
    const found = bytes.indexOf(LINE_END, start)
    const end = found === -1 ? bytes.length : found
    if (end > start) yield bytes.toString('utf8', start, end)
    start = end + 1
  }
}
