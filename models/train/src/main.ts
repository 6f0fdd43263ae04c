import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { openCorpus } from '@x/agentcompbench/node'
import { crossFit } from './cross-fit.ts'
import { encodeFamily } from './encode-family.ts'
import { ensurePython, runPython } from './python.ts'
import type { Sample } from './sample.ts'

const USAGE = `Usage: train structured|natural [--steps N | --minutes N] [--threads N] [--leave-out SOURCE...] [--layers N]
             [--only encode|train|export] [--share SHARE]

Encodes the samples, trains, and writes models/compact-<family>. PITH_DATA names the folder with the corpora.
A run that was cut off goes on from its checkpoint; with --leave-out or --layers the model stays in its working folder,
for the bench.
`

/** The steps of the training of what is checked in: a busy machine makes them slower, not fewer. */
const STEPS = { structured: '1500', natural: '3000' } as const
/** Sizes are compared on documents held out of training, one in so many: the bench measures them on these. */
const HELD_OUT_OF_SIZES = '4'

/** What the command line asks for, of a run of any kind. */
interface Asked {
  readonly family: Sample['family']
  readonly minutes: string | undefined
  readonly steps: string | undefined
  readonly threads: string
  readonly leftOut: readonly string[]
  readonly layers: string | undefined
  readonly share: string | undefined
}

async function main(args: string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      minutes: { type: 'string' },
      steps: { type: 'string' },
      threads: { type: 'string', default: '1' },
      'leave-out': { type: 'string', multiple: true, default: [] },
      layers: { type: 'string' },
      only: { type: 'string' },
      share: { type: 'string' },
    },
  })
  const family = positionals[0]
  const data = process.env.PITH_DATA
  if (!isFamily(family) || data === undefined) {
    process.stderr.write(USAGE)
    process.exitCode = 1
    return
  }
  const { 'leave-out': leftOut, minutes, steps, threads, layers, share, only } = values
  const asked: Asked = { family, minutes, steps, threads, leftOut, layers, share }
  const root = join(import.meta.dirname, '..')
  const arrays = join(root, '.work', family, 'arrays')
  const variant = variantOf(asked)
  const run = join(root, '.work', family, variant ?? 'run')
  const isOn = (step: string) => only === undefined || only === step
  const python = await ensurePython(root)
  const step = (module: string, ...more: string[]) =>
    runPython(python, root, ['-m', `pith_train.${module}`, ...more])
  if (isOn('encode')) encode(root, family, data, arrays, await step('minilm'))
  const folders = [family, '--arrays', arrays]
  if (isOn('train')) await step('train', ...folders, '--out', run, ...trainOptions(asked))
  if (isOn('export')) {
    const out = variant === undefined ? join(root, '..', `compact-${family}`) : join(run, 'model')
    const part = share === undefined ? [] : ['--share', share]
    await step('export', ...folders, '--run', run, '--out', out, ...part)
  }
}

/** The folder of a model that is not the one to be shipped; undefined for that one. */
function variantOf({ layers, leftOut }: Asked): string | undefined {
  const sized = layers === undefined ? [] : [`layers-${layers}`]
  const without = leftOut.length === 0 ? [] : [`without-${leftOut.join('-')}`]
  const parts = [...sized, ...without]
  return parts.length === 0 ? undefined : parts.join('-')
}

function trainOptions({ family, minutes, steps, threads, leftOut, layers }: Asked): string[] {
  const length =
    minutes === undefined ? ['--steps', steps ?? STEPS[family]] : ['--minutes', minutes]
  const without = leftOut.length === 0 ? [] : ['--leave-out', ...leftOut]
  const size =
    layers === undefined ? [] : ['--set', `layers=${layers}`, '--hold-out', HELD_OUT_OF_SIZES]
  return [...length, '--threads', threads, ...without, ...size]
}

function encode(
  root: string,
  family: Sample['family'],
  data: string,
  folder: string,
  weights: string,
): void {
  const corpus = openCorpus(data)
  const log = (line: string) => void process.stdout.write(`${line}\n`)
  const count = encodeFamily({
    family,
    samples: join(root, '..', 'agentcompbench', 'build', 'samples-train.jsonl.gz'),
    card: join(root, '..', 'agentcompbench', 'README.md'),
    corpus,
    linearOf: crossFit(corpus, join(root, '.work', 'linear'), log),
    vocabulary: join(weights.trim(), 'vocab.txt'),
    folder,
  })
  process.stdout.write(`${count} texts encoded\n`)
}

function isFamily(name: string | undefined): name is Sample['family'] {
  return name === 'structured' || name === 'natural'
}

await main(process.argv.slice(2))
