#!/usr/bin/env node
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { buildIdf } from './idf/build-idf.ts'
import { openCorpus } from './node/open-corpus.ts'
import { replaceBlocks } from './node/replace-blocks.ts'
import { writeSamples } from './node/write-samples.ts'
import { buildSamples } from './samples/build-samples.ts'
import { cardTables } from './samples/card.ts'

const FOLDER = join(import.meta.dirname, '..')

const COMMANDS: Readonly<Record<string, (dataFolder: string) => void>> = {
  build,
  idf: (dataFolder) => buildIdf(openCorpus(dataFolder)),
}

/** `build`: the samples into `build/`, their counts into the data card. */
function build(dataFolder: string): void {
  const corpus = openCorpus(dataFolder)
  const samples = buildSamples(corpus)
  const sizes = writeSamples(join(FOLDER, 'build'), samples)
  const card = join(FOLDER, 'README.md')
  const files = Object.entries(sizes).map(
    ([name, bytes]) => `\`build/${name}\` ${megabytes(bytes)}`,
  )
  const tables = { ...cardTables(samples, corpus), files: files.join(', ') }
  writeFileSync(card, replaceBlocks(readFileSync(card, 'utf8'), tables))
  process.stdout.write(`${samples.length} samples, ${files.join(', ')}\n`)
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`
}

function main([command = '']: readonly string[]): number {
  const run = COMMANDS[command]
  const dataFolder = process.env.PITH_DATA
  if (run === undefined || dataFolder === undefined) {
    process.stderr.write('usage: PITH_DATA=FOLDER npm run agentcompbench -- build | idf\n')
    return 2
  }
  run(dataFolder)
  return 0
}

process.exitCode = main(process.argv.slice(2))
