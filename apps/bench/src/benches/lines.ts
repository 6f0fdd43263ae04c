import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { deflateRawSync } from 'node:zlib'
import { parse, render } from '@x/notation'
import { loadTokenizer, type Tokenizer } from '@x/tokens'
import type { Bench } from '../bench.ts'
import { type Cell, markdownTable } from '../table.ts'
import { readCorpus } from './exact/corpus.ts'

/** Corpus files of text by lines; both splits, since the validation split of most is too small. */
const FILES = [
  'cicd_log/jenkins-analysis-model',
  'cicd_log/pytorch-ci-logs',
  'cicd_log/rust-log-analyzer',
  'code_debug/moatless-testlogs',
  'code_debug/oxc-diagnostics',
  'code_debug/ruff-diagnostics',
  'code_debug/gleam-diagnostics',
  'code_debug/specstory-debug-sessions',
  'code_debug/quixbugs',
  'browser_a11y/aria-adminlte',
  'browser_a11y/aria-aria-practices',
  'browser_a11y/aria-wiki',
  'git_diff/git-honojs__hono',
  'git_diff/git-vercel__ai',
]

/** A text counts as repetitive that deflate makes four times smaller, if it is no mere snippet. */
const REPETITIVE_RATIO = 0.25
const LEAST_TOKENS = 300

/** Logs, listings, test runs, diagnostics, page trees and diffs, each text decoded and compared. */
export const linesBench: Bench = {
  name: 'lines',
  readme: 'packages/notation/README.md',
  async run({ dataFolder, log }) {
    if (dataFolder === undefined) {
      log('PITH_DATA is not set: nothing to measure')
      return 'Not measured: the public texts are not in this repository.'
    }
    const tokenizer = await loadTokenizer('o200k_base')
    return [inputsTable(tokenizer, dataFolder), filesTable(tokenizer, dataFolder)].join('\n\n')
  },
}

interface Size {
  readonly before: number
  readonly after: number
  readonly isRepetitive: boolean
}

/** The shared logs and listings, below raw. */
export function inputsTable(tokenizer: Tokenizer, dataFolder: string): string {
  const folder = join(dataFolder, 'fixtures/inputs')
  const names = readdirSync(folder).filter((name) => /\.(?:log|txt|yaml)$/.test(name))
  const sizes = names.map((name) => measure(tokenizer, readFileSync(join(folder, name), 'utf8')))
  const rows = names.map((name, i): Cell[] => {
    const { before, after } = sizes[i]!
    return [`\`${name}\``, grouped(before), grouped(after), percent(1 - after / before)]
  })
  rows.push(['mean', '', '', percent(mean(sizes.map(({ before, after }) => 1 - after / before)))])
  return markdownTable(['public logs and listings', 'tokens', 'rendered', 'saved'], rows)
}

/** Texts by lines of the corpus, below raw; those that repeat much apart, and each corpus as a whole below its files. */
export function filesTable(tokenizer: Tokenizer, dataFolder: string): string {
  const rows: Cell[][] = []
  let corpus: Size[] = []
  for (const [i, file] of FILES.entries()) {
    const texts = readCorpus(dataFolder, file, 'all').flatMap(({ text }) => text ?? [])
    const sizes = texts.map((text) => measure(tokenizer, text))
    rows.push(sizesRow(file, sizes))
    corpus.push(...sizes)
    const name = file.split('/')[0]!
    if (FILES[i + 1]?.startsWith(name + '/') === true) continue
    rows.push(sizesRow(`${name}, all`, corpus))
    corpus = []
  }
  const head = ['corpus', 'texts', 'saved, pooled', 'mean', 'repetitive', 'mean of these']
  return markdownTable(head, rows)
}

function sizesRow(name: string, sizes: readonly Size[]): Cell[] {
  const saved = ({ before, after }: Size) => 1 - after / before
  const repetitive = sizes.filter(({ isRepetitive }) => isRepetitive).map(saved)
  const pooled = 1 - sum(sizes, ({ after }) => after) / sum(sizes, ({ before }) => before)
  return [
    name,
    sizes.length,
    percent(pooled),
    percent(mean(sizes.map(saved))),
    repetitive.length,
    repetitive.length === 0 ? '' : percent(mean(repetitive)),
  ]
}

function measure(tokenizer: Tokenizer, text: string): Size {
  const rendering = render(text, { counter: tokenizer })
  if (rendering !== undefined && parse(rendering.text) !== text) throw new Error('not restored')
  const before = rendering?.tokensBefore ?? tokenizer.countTokens(text)
  const packed = deflateRawSync(text, { level: 9 }).length / Buffer.byteLength(text)
  const isRepetitive = packed < REPETITIVE_RATIO && before >= LEAST_TOKENS
  return { before, after: rendering?.tokensAfter ?? before, isRepetitive }
}

function sum(sizes: readonly Size[], of: (size: Size) => number): number {
  return sizes.reduce((total, size) => total + of(size), 0)
}

function mean(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0) / values.length
}

function percent(share: number): string {
  return (share * 100).toFixed(1) + ' %'
}

function grouped(count: number): string {
  return count.toLocaleString('en-US')
}
