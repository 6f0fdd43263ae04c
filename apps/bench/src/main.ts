#!/usr/bin/env node
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Bench, BenchContext } from './bench.ts'
import { replaceBlock } from './readme-block.ts'

/** Benches load on demand: each pulls in its own peers. */
const BENCHES: Readonly<Record<string, () => Promise<Bench>>> = {
  classifier: async () => (await import('./benches/classifier.ts')).classifierBench,
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

/** Names of benches, then options for them, from the first that starts with a dash. */
async function main(words: readonly string[]): Promise<number> {
  const at = words.findIndex((word) => word.startsWith('-'))
  const names = at < 0 ? words : words.slice(0, at)
  const unknown = names.filter((name) => BENCHES[name] === undefined)
  if (names.length === 0 || unknown.length > 0) {
    console.error(
      `usage: npm run bench -- NAME... [options of the bench]\nbenches: ${Object.keys(BENCHES).join(', ')}`,
    )
    return 2
  }
  const context: BenchContext = {
    dataFolder: process.env.PITH_DATA,
    inputsFolder: join(ROOT, 'fixtures/inputs'),
    args: at < 0 ? [] : words.slice(at),
    root: ROOT,
    log: (line) => console.error(line),
  }
  for (const name of names) await runBench(name, context)
  return 0
}

async function runBench(name: string, context: BenchContext): Promise<void> {
  const load = BENCHES[name] as () => Promise<Bench>
  const bench = await load()
  const result = await bench.run(context)
  const blocks = typeof result === 'string' ? { [bench.name]: result } : result
  const path = join(ROOT, bench.readme)
  for (const [block, markdown] of Object.entries(blocks)) {
    console.log(markdown)
    writeFileSync(path, replaceBlock(readFileSync(path, 'utf8'), block, markdown))
    context.log(`written to ${bench.readme}`)
  }
}

process.exitCode = await main(process.argv.slice(2))
