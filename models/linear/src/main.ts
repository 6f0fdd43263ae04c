#!/usr/bin/env node
import { createHash } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { openCorpus } from '@x/agentcompbench/node'
import { packLinearModel } from '@x/classifier/training'
import { trainModel } from './train-model.ts'

const ROOT = join(import.meta.dirname, '../../..')
const MODEL = join(ROOT, 'models/compact-linear')
const SHIPPED = join(ROOT, 'packages/classifier/src/linear/weights.ts')

/** Trains on the corpora and writes the weights, once as a file with its manifest and once as the module that is shipped. */
function main(dataFolder: string | undefined): number {
  if (dataFolder === undefined) {
    process.stderr.write('usage: PITH_DATA=FOLDER npm run linear\n')
    return 2
  }
  const model = trainModel(openCorpus(dataFolder), (line) => process.stderr.write(`${line}\n`))
  const bytes = packLinearModel(model)
  mkdirSync(MODEL, { recursive: true })
  writeFileSync(join(MODEL, 'model.bin'), bytes)
  writeFileSync(join(MODEL, 'manifest.json'), `${JSON.stringify(manifestOf(bytes), null, 2)}\n`)
  writeFileSync(SHIPPED, moduleOf(bytes))
  process.stdout.write(`${bytes.length} bytes, ${model.fields.forms.size} known forms\n`)
  return 0
}

function manifestOf(bytes: Uint8Array) {
  return {
    name: 'compact-linear',
    format: bytes[0],
    file: 'model.bin',
    bytes: bytes.length,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    parts: [
      'known forms',
      'unknown forms',
      'asked sentences',
      'words of answers',
      'words asked for',
    ],
    labels: ['reuse', 'evidence', 'reference'],
    trainedOn: 'train split of AgentCompBench',
    licence: 'MIT',
  }
}

function moduleOf(bytes: Uint8Array): string {
  const base64 = Buffer.from(bytes).toString('base64')
  return [
    '/** Written by `npm run linear`: `models/compact-linear/model.bin` in Base64. */',
    '// biome-ignore format: one line',
    `export const WEIGHTS: string = '${base64}'`,
    '',
  ].join('\n')
}

process.exitCode = main(process.env.PITH_DATA)
