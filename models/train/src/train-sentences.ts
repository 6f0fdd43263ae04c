import { cpSync } from 'node:fs'
import { join } from 'node:path'
import { SIMILARITY_INPUTS, SIMILARITY_VERSION } from '@x/classifier/training'
import { describeAnswers } from './describe-answers.ts'
import { encodeSentences } from './encode-sentences.ts'
import type { Workshop } from './workshop.ts'

/** What is asked of the training of the model that compares sentences with a question. */
export interface SentenceTraining {
  readonly steps: string | undefined
  readonly threads: string
  readonly layers: string | undefined
  /** Whether a step is to be done: `encode`, `train`, `export` or `weigh`. */
  isOn(step: string): boolean
}

const NAME = 'compact-asked'
const STEPS = '2000'
/** Steps of the tuning on questions. */
const TUNING_STEPS = '600'

/** Encodes questions and sentences, distils MiniLM, exports the model, and fits what similarities make of the linear model's logits. */
export async function trainSentences(asked: SentenceTraining, shop: Workshop): Promise<void> {
  const { steps = STEPS, threads, layers, isOn } = asked
  const { corpus, samples, card } = shop
  const arrays = shop.folderOf('asked', 'arrays')
  const run = shop.folderOf('asked', layers === undefined ? 'run' : `layers-${layers}`)
  const model = join(run, 'model')
  if (isOn('encode')) {
    const vocabulary = await shop.vocabulary()
    const count = encodeSentences({
      ...{ samples, card, corpus, vocabulary },
      linearOf: shop.linearOf(),
      folder: arrays,
    })
    process.stdout.write(`${count} sentences encoded\n`)
  }
  const folders = ['--arrays', arrays]
  if (isOn('train')) {
    const size = layers === undefined ? [] : ['--layers', layers]
    const length = ['--steps', steps, '--threads', threads]
    await shop.run('distil', ...folders, '--out', run, ...length, ...size)
    const tuning = ['--steps', TUNING_STEPS, '--threads', threads]
    await shop.run('tune', ...folders, '--run', run, ...tuning)
  }
  if (isOn('export')) {
    await shop.run('export_sentences', ...folders, '--run', run, '--out', model)
  }
  if (isOn('weigh')) {
    const file = join(run, 'rows.bin')
    const count = await describeAnswers({ corpus, model, linearOf: shop.linearOf(), file })
    process.stdout.write(`${count} sentences described\n`)
    const version = ['--inputs', `${SIMILARITY_INPUTS}`, '--version', `${SIMILARITY_VERSION}`]
    await shop.run('weigh', '--rows', file, ...version, '--out', model)
    // Before it is weighed it is of no use: what is shipped is replaced as a whole.
    if (layers === undefined) cpSync(model, join(shop.models, NAME), { recursive: true })
  }
}
