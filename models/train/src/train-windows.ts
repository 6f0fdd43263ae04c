import { join } from 'node:path'
import { encodeFamily } from './encode-family.ts'
import type { Sample } from './sample.ts'
import type { Workshop } from './workshop.ts'

/** What is asked of the training of a model that scores the strings of windows. */
export interface WindowTraining {
  readonly family: Sample['family']
  readonly minutes: string | undefined
  readonly steps: string | undefined
  readonly threads: string
  readonly leftOut: readonly string[]
  readonly layers: string | undefined
  readonly share: string | undefined
  /** Whether a step is to be done: `encode`, `train` or `export`. */
  isOn(step: string): boolean
}

/** The steps of the training of what is checked in: a busy machine makes them slower, not fewer. */
const STEPS = { structured: '1500', natural: '3000' } as const
/** Sizes are compared on documents held out of training, one in so many: the bench measures them on these. */
const HELD_OUT_OF_SIZES = '4'

/** Encodes the samples of a family, trains its model and exports it. */
export async function trainWindows(asked: WindowTraining, shop: Workshop): Promise<void> {
  const { family, share, isOn } = asked
  const arrays = shop.folderOf(family, 'arrays')
  const variant = variantOf(asked)
  const run = shop.folderOf(family, variant ?? 'run')
  if (isOn('encode')) await encode(family, arrays, shop)
  const folders = [family, '--arrays', arrays]
  if (isOn('train')) await shop.run('train', ...folders, '--out', run, ...trainOptions(asked))
  if (isOn('export')) {
    const out = variant === undefined ? join(shop.models, `compact-${family}`) : join(run, 'model')
    const part = share === undefined ? [] : ['--share', share]
    await shop.run('export', ...folders, '--run', run, '--out', out, ...part)
  }
}

async function encode(family: Sample['family'], folder: string, shop: Workshop): Promise<void> {
  const { corpus, samples, card } = shop
  const vocabulary = await shop.vocabulary()
  const linearOf = shop.linearOf()
  const count = encodeFamily({ family, samples, card, corpus, linearOf, vocabulary, folder })
  process.stdout.write(`${count} texts encoded\n`)
}

/** The folder of a model that is not the one to be shipped; undefined for that one. */
function variantOf({ layers, leftOut }: WindowTraining): string | undefined {
  const sized = layers === undefined ? [] : [`layers-${layers}`]
  const without = leftOut.length === 0 ? [] : [`without-${leftOut.join('-')}`]
  const parts = [...sized, ...without]
  return parts.length === 0 ? undefined : parts.join('-')
}

function trainOptions({ family, minutes, steps, threads, leftOut, layers }: WindowTraining) {
  const length =
    minutes === undefined ? ['--steps', steps ?? STEPS[family]] : ['--minutes', minutes]
  const without = leftOut.length === 0 ? [] : ['--leave-out', ...leftOut]
  const size =
    layers === undefined ? [] : ['--set', `layers=${layers}`, '--hold-out', HELD_OUT_OF_SIZES]
  return [...length, '--threads', threads, ...without, ...size]
}
