import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { trainSentences } from './train-sentences.ts'
import { trainWindows } from './train-windows.ts'
import { openWorkshop } from './workshop.ts'

const USAGE = `Usage: train structured|natural [--steps N | --minutes N] [--threads N] [--leave-out SOURCE...] [--layers N]
             [--only encode|train|export] [--share SHARE]
       train asked [--steps N] [--threads N] [--layers N] [--only encode|train|export|weigh]

Encodes the samples, trains, and writes models/compact-<name>. PITH_DATA names the folder with the corpora.
A run that was cut off goes on from its checkpoint; with --leave-out or --layers the model stays in its working folder,
for the bench.
`

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
  const [name] = positionals
  const data = process.env.PITH_DATA
  const { 'leave-out': leftOut, minutes, steps, threads, layers, share, only } = values
  const isOn = (step: string) => only === undefined || only === step
  const isSentences = name === 'asked' && minutes === undefined && share === undefined
  const isWindows = name === 'structured' || name === 'natural'
  if (data === undefined || !(isWindows || (isSentences && leftOut.length === 0))) {
    process.stderr.write(USAGE)
    process.exitCode = 1
    return
  }
  const shop = await openWorkshop(join(import.meta.dirname, '..'), data)
  if (isWindows) {
    await trainWindows(
      { family: name, minutes, steps, threads, leftOut, layers, share, isOn },
      shop,
    )
  } else {
    await trainSentences({ steps, threads, layers, isOn }, shop)
  }
}

await main(process.argv.slice(2))
