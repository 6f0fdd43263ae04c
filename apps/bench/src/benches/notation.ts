import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse, render } from '@x/notation'
import { isContainer, readJson, writeJson } from '@x/notation/json'
import { loadTokenizer, type Tokenizer } from '@x/tokens'
import type { Bench } from '../bench.ts'
import { readPackedLines } from '../packed-lines.ts'
import { type Cell, markdownTable } from '../table.ts'

const CORPUS = 'data/corpus'

/** Public JSON by family: files of the corpus; where its validation split is too small, all of it. */
const FAMILIES: ReadonlyArray<{
  readonly family: string
  readonly files: readonly string[]
  readonly isWhole?: boolean
}> = [
  { family: 'tau-bench', files: ['tool_result/tau-bench'] },
  { family: 'tau2-bench airline, retail', files: ['tool_result/tau2-bench-airline-retail'] },
  { family: 'tau2-bench other', files: ['mcp_tool_call/tau2-bench-other'] },
  { family: 'dstc8-sgd', files: ['tool_result/dstc8-sgd'] },
  { family: 'localstack snapshots', files: ['tool_result/localstack-snapshots'] },
  { family: 'octokit fixtures', files: ['tool_result/octokit-fixtures'], isWhole: true },
  { family: 'octokit webhook payloads', files: ['tool_result/octokit-webhooks-payloads'] },
  {
    family: 'JSON schemas',
    files: ['octokit-webhooks-schemas', 'openai-openapi', 'schemastore'].map(
      (name) => `json_schema/${name}`,
    ),
  },
  { family: 'configuration samples', files: ['json_schema/schemastore-samples'] },
]

interface CorpusRecord {
  readonly split: string
  readonly text?: string
  readonly messages?: ReadonlyArray<{ readonly role: string; readonly content: unknown }>
}

/** Single texts, without anything said before: each decoded and compared. */
export const notationBench: Bench = {
  name: 'notation',
  readme: 'packages/notation/README.md',
  async run({ inputsFolder, dataFolder, log }) {
    const tokenizer = await loadTokenizer('o200k_base')
    const tables = [inputsTable(tokenizer, inputsFolder)]
    if (dataFolder === undefined) log('PITH_DATA is not set: the public families are left out')
    else tables.push(familiesTable(tokenizer, join(dataFolder, CORPUS)))
    return tables.join('\n\n')
  },
}

function inputsTable(tokenizer: Tokenizer, folder: string): string {
  const rows = readdirSync(folder).map((name): Cell[] => {
    const text = readFileSync(join(folder, name), 'utf8')
    const minified = minify(text)
    const { notation, before, after } = measure(tokenizer, text)
    const base = minified === undefined ? before : tokenizer.countTokens(minified)
    return [`\`${name}\``, notation, ...[before, base, after].map(whole), percent(before, after)]
  })
  return markdownTable(
    ['our own inputs', 'notation', 'tokens', 'minified', 'rendered', 'saved'],
    rows,
  )
}

function familiesTable(tokenizer: Tokenizer, folder: string): string {
  const rows = FAMILIES.map(({ family, files, isWhole }): Cell[] => {
    const texts = files.flatMap((file) =>
      textsOf(join(folder, `${file}.jsonl.gz`), isWhole ?? false),
    )
    const sizes = texts.flatMap((text) => {
      const minified = minify(text)
      if (minified === undefined) return []
      return [{ before: tokenizer.countTokens(minified), after: measure(tokenizer, text).after }]
    })
    const savings = sizes.map(({ before, after }) => 1 - after / before)
    const [before, after] = [
      sum(sizes.map((size) => size.before)),
      sum(sizes.map((size) => size.after)),
    ]
    const mean = sum(savings) / savings.length
    return [
      family + (isWhole ? ' (both splits)' : ''),
      whole(sizes.length),
      whole(before),
      whole(after),
      ...[1 - after / before, mean, Math.min(...savings)].map(
        (share) => `${(share * 100).toFixed(1)} %`,
      ),
    ]
  })
  const head = [
    'public JSON, validation split',
    'texts',
    'minified',
    'rendered',
    'below minified',
    'mean',
    'worst',
  ]
  return markdownTable(head, rows)
}

function measure(
  tokenizer: Tokenizer,
  text: string,
): { readonly notation: string; readonly before: number; readonly after: number } {
  const rendering = render(text, { counter: tokenizer })
  const before = tokenizer.countTokens(text)
  if (rendering === undefined) return { notation: 'none', before, after: before }
  if (parse(rendering.text) !== text) throw new Error('a rendering does not decode to its source')
  return { notation: rendering.notation, before, after: rendering.tokensAfter }
}

function minify(text: string): string | undefined {
  const node = readJson(text)
  return node !== undefined && isContainer(node) ? writeJson(node) : undefined
}

function textsOf(path: string, isWhole: boolean): string[] {
  return readPackedLines<CorpusRecord>(path)
    .filter(({ split }) => isWhole || split === 'validation')
    .flatMap(({ text, messages }) => {
      if (text !== undefined) return [text]
      const results = messages?.filter(({ role }) => role === 'tool') ?? []
      return results.flatMap(({ content }) => (typeof content === 'string' ? [content] : []))
    })
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}

function whole(count: number): string {
  return count.toLocaleString('en')
}

function percent(before: number, after: number): string {
  return `${((1 - after / before) * 100).toFixed(1)} %`
}
