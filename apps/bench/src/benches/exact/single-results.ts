import { encode } from '@toon-format/toon'
import { createPipeline } from '@x/pipeline'
import { readDocument, restoreDocument } from '@x/pipeline/dialects'
import type { Tokenizer } from '@x/tokens'
import { type Cell, markdownTable } from '../../table.ts'
import { type CorpusRecord, readCorpus } from './corpus.ts'

const SOURCES: ReadonlyArray<readonly [name: string, goal: number, files: readonly string[]]> = [
  ['tau-bench tool results', 38, ['tool_result/tau-bench']],
  ['tau2-bench airline, retail', 42, ['tool_result/tau2-bench-airline-retail']],
  ['dstc8-sgd', 60, ['tool_result/dstc8-sgd']],
  ['localstack snapshots', 45, ['tool_result/localstack-snapshots']],
  ['octokit fixtures (train split)', 50, ['tool_result/octokit-fixtures']],
  ['octokit webhook payloads', 48, ['tool_result/octokit-webhooks-payloads']],
  [
    'JSON schemas',
    30,
    [
      'json_schema/octokit-webhooks-schemas',
      'json_schema/schemastore',
      'json_schema/openai-openapi',
    ],
  ],
]

/** Shorter results say little, longer ones would outweigh the rest. */
const LENGTHS = [800, 16_000] as const

/** Single JSON texts below their minified form: TOON and Pith, both on each text alone. */
export function singleResultsTable(dataFolder: string, tokenizer: Tokenizer): string {
  const rows = SOURCES.map(([name, goal, files]): Cell[] => {
    const texts = files.flatMap((file) =>
      readCorpus(dataFolder, file, name.includes('train') ? 'all' : 'validation').flatMap(
        jsonTextsOf,
      ),
    )
    const counts = texts.map((text) => measure(text, tokenizer))
    const pith = savings(counts, ({ pith }) => pith)
    const toon = savings(counts, ({ toon }) => toon)
    return [name, texts.length, toon.pooled, pith.pooled, pith.mean, pith.worst, `${goal} %`]
  })
  return markdownTable(['family', 'texts', 'TOON 4.4', 'Pith', 'mean', 'worst text', 'goal'], rows)
}

interface Counts {
  readonly minified: number
  readonly toon: number
  readonly pith: number
}

function measure(text: string, tokenizer: Tokenizer): Counts {
  const value: unknown = JSON.parse(text)
  const document = readDocument(text)
  const pipeline = createPipeline({ tokenizer, policy: { mode: 'strict' }, rememberedPrefixes: 0 })
  const { parts, tokensAfter } = pipeline.run(document.transcript)
  if (restoreDocument(document.splice(parts)) !== text) throw new Error('a text is not restored')
  return {
    minified: tokenizer.countTokens(JSON.stringify(value)),
    toon: tokenizer.countTokens(encode(value)),
    pith: tokensAfter,
  }
}

function jsonTextsOf({ text, messages }: CorpusRecord): string[] {
  const results = messages?.filter(({ role }) => role === 'tool').map(({ content }) => content)
  return (text === undefined ? (results ?? []) : [text]).filter((found): found is string => {
    if (found === null || found.length < LENGTHS[0] || found.length > LENGTHS[1]) return false
    return /^\s*[[{]/.test(found) && isJson(found)
  })
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

function savings(
  counts: readonly Counts[],
  pick: (count: Counts) => number,
): { readonly pooled: string; readonly mean: string; readonly worst: string } {
  const before = counts.reduce((sum, { minified }) => sum + minified, 0)
  const after = counts.reduce((sum, count) => sum + pick(count), 0)
  const each = counts.map((count) => 1 - pick(count) / count.minified)
  return {
    pooled: percent(1 - after / before),
    mean: percent(each.reduce((sum, saved) => sum + saved, 0) / each.length),
    worst: percent(Math.min(...each)),
  }
}

/** A share as it stands in the tables. */
export function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`
}
