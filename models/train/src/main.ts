import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { openCorpus } from '@x/agentcompbench/node'
import { crossFit } from './cross-fit.ts'
import { encodeFamily } from './encode-family.ts'
import { ensurePython, runPython } from './python.ts'
import type { Sample } from './sample.ts'

const USAGE = `Usage: train structured|natural [--minutes N] [--threads N] [--leave-out SOURCE...] [--only encode|train|export]
             [--share SHARE]

Encodes the samples, trains, and writes models/compact-<family>. PITH_DATA names the folder with the corpora.
A run that was cut off goes on from its checkpoint; with --leave-out the model stays in its working folder, for the bench.
`

/** The wall time of the training of what is checked in. */
const MINUTES = { structured: '24', natural: '24' } as const

async function main(args: string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      minutes: { type: 'string' },
      threads: { type: 'string', default: '1' },
      'leave-out': { type: 'string', multiple: true, default: [] },
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
  const root = join(import.meta.dirname, '..')
  const left = values['leave-out']
  const arrays = join(root, '.work', family, 'arrays')
  const run = join(root, '.work', family, left.length === 0 ? 'run' : `without-${left.join('-')}`)
  const isOn = (step: string) => values.only === undefined || values.only === step
  const python = await ensurePython(root)
  if (isOn('encode'))
    encode(root, family, data, arrays, await runPython(python, root, ['-m', 'pith_train.minilm']))
  const folders = ['--arrays', arrays]
  if (isOn('train')) {
    const minutes = values.minutes ?? MINUTES[family]
    const time = ['--minutes', minutes, '--threads', values.threads]
    const without = left.length === 0 ? [] : ['--leave-out', ...left]
    await runPython(python, root, [
      '-m',
      'pith_train.train',
      family,
      ...folders,
      '--out',
      run,
      ...time,
      ...without,
    ])
  }
  if (isOn('export')) {
    const out = left.length === 0 ? join(root, '..', `compact-${family}`) : join(run, 'model')
    await runPython(python, root, [
      '-m',
      'pith_train.export',
      family,
      ...folders,
      '--run',
      run,
      '--out',
      out,
      ...(values.share === undefined ? [] : ['--share', values.share]),
    ])
  }
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
