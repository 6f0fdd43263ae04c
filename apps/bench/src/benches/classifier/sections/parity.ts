import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createKeepClassifier, type KeepBackend, type KeepScores, selectKept } from '@x/classifier'
import { onnxNode } from '@x/classifier/node'
import { type ModelBytes, onnxWeb } from '@x/classifier/web'
import { type Cell, markdownTable } from '../../../table.ts'
import type { Reading } from '../backends/measured-backends.ts'
import type { SectionContext } from './section.ts'

const DEADLINE_MS = 600_000
/** Windows take a second each in WebAssembly, sentences a few milliseconds. */
const TEXTS = { structured: 12, natural: 12, asked: 60 } as const
const LONGEST = 4000
const RATES = [0.2, 0.3, 0.5]
const GOAL = 0.001

interface Asked {
  readonly text: string
  readonly query: string
}

/** Whether `onnxruntime-node` and `onnxruntime-web` score and select alike; in Chromium it is a test. */
export async function paritySection({ root, log, cases }: SectionContext): Promise<string> {
  const models = join(root, 'models')
  const texts: Readonly<Record<Reading, readonly Asked[]>> = {
    structured: shortest(cases.reuse(), TEXTS.structured),
    natural: shortest(
      cases.answers().map(({ text }) => ({ text, query: '' })),
      TEXTS.natural,
    ),
    asked: shortest(
      cases.answers().map(({ text, question }) => ({ text, query: question })),
      TEXTS.asked,
    ),
  }
  const rows: Cell[][] = []
  for (const reading of ['structured', 'natural', 'asked'] as const) {
    const folder = join(models, `compact-${reading}`)
    if (!existsSync(join(folder, 'manifest.json'))) continue
    log(`parity: ${reading}`)
    const node = onnxNode({ models, deadlineMs: DEADLINE_MS })
    const load = async () => readModel(folder)
    const web = onnxWeb({ models: { [reading]: load }, deadlineMs: DEADLINE_MS })
    rows.push([`\`compact-${reading}\``, ...(await compare(texts[reading], node, web))])
    await Promise.all([node.close(), web.close()])
  }
  const head = ['model', 'texts', 'scores', 'largest difference', 'selections', 'the same']
  rows.push(['**goal**', '', '', `${GOAL}`, '', 'all'])
  return markdownTable(head, rows)
}

/** The first that are not long, each text with each query once. */
function shortest(items: readonly Asked[], count: number): Asked[] {
  const distinct = new Map(
    items.map(({ text, query }) => [`${query}\n${text}`, { text, query }] as const),
  )
  return [...distinct.values()].filter(({ text }) => text.length <= LONGEST).slice(0, count)
}

async function compare(
  texts: readonly Asked[],
  node: KeepBackend,
  web: KeepBackend,
): Promise<Cell[]> {
  let scores = 0
  let largest = 0
  let selections = 0
  let same = 0
  for (const { text, query } of texts) {
    for (const rate of RATES) {
      const [one, other] = await Promise.all(
        [node, web].map((backend) => scoreOf(backend, text, { rate, query })),
      )
      scores += one!.words.length
      largest = Math.max(largest, differenceOf(one!, other!))
      selections += 1
      const [kept, expected] = [one!, other!].map((found) => selectKept(text, found, { rate }).text)
      same += Number(kept === expected)
    }
  }
  return [texts.length, scores, largest.toFixed(4), selections, same]
}

async function scoreOf(
  backend: KeepBackend,
  text: string,
  query: { readonly rate: number; readonly query: string },
): Promise<KeepScores> {
  const scores = await createKeepClassifier({ backend }).score(text, query)
  if (scores.fallback !== undefined) throw new Error(`${backend.id} fell back: ${scores.fallback}`)
  return scores
}

/** The largest difference of the scores of a word; infinite where the words differ. */
function differenceOf({ words }: KeepScores, other: KeepScores): number {
  if (words.length !== other.words.length) return Number.POSITIVE_INFINITY
  return words.reduce((most, { start, score }, i) => {
    const found = other.words[i]!
    const difference =
      found.start === start ? Math.abs(found.score - score) : Number.POSITIVE_INFINITY
    return Math.max(most, difference)
  }, 0)
}

function readModel(folder: string): ModelBytes {
  const manifest = readFileSync(join(folder, 'manifest.json'), 'utf8')
  const { file, vocabulary } = JSON.parse(manifest) as { file: string; vocabulary: string }
  return {
    manifest,
    model: new Uint8Array(readFileSync(join(folder, file))),
    vocabulary: readFileSync(join(folder, vocabulary), 'utf8'),
  }
}
