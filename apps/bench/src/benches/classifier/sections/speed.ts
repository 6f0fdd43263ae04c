import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { countPieces, createKeepClassifier, linear } from '@x/classifier'
import { readSentences } from '@x/classifier/training'
import { type Cell, markdownTable } from '../../../table.ts'
import {
  fastest,
  LARGE,
  modelRunner,
  type Runner,
  sentenceRunner,
  withLargeRunner,
} from '../speed/runners.ts'
import type { SectionContext } from './section.ts'

const MODELS = ['compact-structured', 'compact-natural']
const GOAL = 15

/** Tokens a second on one thread: the encoders beside an XLM-RoBERTa-large in the same runtime, all in dynamic int8. */
export function speedSection({ root, log, cases }: SectionContext): Promise<string> {
  log('speed: writing the large encoder')
  return withLargeRunner(async (large) => {
    const runners = [large]
    for (const model of MODELS) {
      const path = join(root, 'models', model)
      if (existsSync(join(path, 'manifest.json'))) runners.push(await modelRunner(model, path))
    }
    const asked = join(root, 'models', 'compact-asked')
    if (existsSync(join(asked, 'manifest.json'))) {
      const { text, question } = cases.answers().find(({ set }) => set === 'xquad-8')!
      const texts = readSentences(text).map(({ start, end }) => text.slice(start, end))
      runners.push(await sentenceRunner('compact-asked', asked, [question, ...texts]))
    }
    const text = cases.reuse().find((sample) => sample.text.length > 4000)?.text ?? ''
    runners.push(backendRunner('heuristic', text), backendRunner('linear', text))
    return table(await fastest(runners))
  })
}

function backendRunner(name: 'heuristic' | 'linear', text: string): Runner {
  const classifier = createKeepClassifier({ backend: name === 'linear' ? linear() : name })
  const run = () => classifier.score(text, { rate: 0.3 })
  return { name: `backend \`${name}\``, megabytes: 0, tokens: countPieces(text), run }
}

function table(best: ReadonlyMap<Runner, number>): string {
  const large = Math.max(
    ...[...best].filter(([{ name }]) => name === LARGE).map(([, rate]) => rate),
  )
  const rows = Array.from(best, ([{ name, megabytes }, rate]): Cell[] => [
    name,
    megabytes === 0 ? '' : megabytes.toFixed(1),
    rate.toFixed(0),
    `${(rate / large).toFixed(1)}x`,
  ])
  rows.push(['**goal**', '30', '', `${GOAL}x`])
  return markdownTable(
    ['one thread, windows of 512 tokens, int8', 'MB', 'tokens a second', 'ratio'],
    rows,
  )
}
