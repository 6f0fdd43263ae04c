#!/usr/bin/env node
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Bench, BenchContext } from './bench.ts'
import { replaceBlock } from './readme-block.ts'

/** Benches load on demand: each pulls in its own peers. */
const BENCHES: Readonly<Record<string, () => Promise<Bench>>> = {
  codecs: async () => (await import('./benches/codecs.ts')).codecsBench,
  dictionary: async () => (await import('./benches/dictionary.ts')).dictionaryBench,
  exact: async () => (await import('./benches/exact.ts')).exactBench,
  inputs: async () => (await import('./benches/inputs.ts')).inputsBench,
  lines: async () => (await import('./benches/lines.ts')).linesBench,
  notation: async () => (await import('./benches/notation.ts')).notationBench,
  proxy: async () => (await import('./benches/proxy.ts')).proxyBench,
  tokens: async () => (await import('./benches/tokens.ts')).tokensBench,
}

const ROOT = join(import.meta.dirname, '../../..')

async function main(names: readonly string[]): Promise<number> {
  const unknown = names.filter((name) => BENCHES[name] === undefined)
  if (names.length === 0 || unknown.length > 0) {
    console.error(`usage: npm run bench -- NAME...\nbenches: ${Object.keys(BENCHES).join(', ')}`)
    return 2
  }
  const context: BenchContext = {
    dataFolder: process.env.PITH_DATA,
    inputsFolder: join(ROOT, 'fixtures/inputs'),
    root: ROOT,
    log: (line) => console.error(line),
  }
  for (const name of names) await runBench(name, context)
  return 0
}

async function runBench(name: string, context: BenchContext): Promise<void> {
  const load = BENCHES[name] as () => Promise<Bench>
  const bench = await load()
  const markdown = await bench.run(context)
  console.log(markdown)
  const path = join(ROOT, bench.readme)
  writeFileSync(path, replaceBlock(readFileSync(path, 'utf8'), bench.name, markdown))
  context.log(`written to ${bench.readme}`)
}

process.exitCode = await main(process.argv.slice(2))
