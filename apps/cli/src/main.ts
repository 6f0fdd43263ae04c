#!/usr/bin/env node
import { readFileSync } from 'node:fs'
import { Command, CommanderError } from 'commander'
import { compressCommand } from './commands/compress.ts'
import { detectCommand } from './commands/detect.ts'
import { inspectCommand } from './commands/inspect.ts'
import { keepCommand } from './commands/keep.ts'
import { packCommand } from './commands/pack.ts'
import { replayCommand } from './commands/replay.ts'
import { restoreCommand } from './commands/restore.ts'
import { storeCommand } from './commands/store.ts'
import { unpackCommand } from './commands/unpack.ts'
import { InputError } from './input.ts'

/** One file per command, one row here. */
const COMMANDS: ReadonlyArray<() => Command> = [
  compressCommand,
  restoreCommand,
  replayCommand,
  packCommand,
  unpackCommand,
  inspectCommand,
  storeCommand,
  keepCommand,
  detectCommand,
]

const EXIT_BAD_INPUT = 1
const EXIT_USAGE = 2

async function main(argv: readonly string[]): Promise<number> {
  const program = new Command('pith')
    .description(
      'Makes what is sent to, and kept for, a large language model smaller, and proves it.',
    )
    .version(versionOf(new URL('../package.json', import.meta.url)), '-V, --version')
    .showHelpAfterError('(pith --help shows the options)')
    .exitOverride()
  for (const create of COMMANDS) program.addCommand(create().exitOverride())
  try {
    await program.parseAsync(argv)
    return 0
  } catch (error) {
    return exitCodeOf(error)
  }
}

function versionOf(manifest: URL): string {
  return JSON.parse(readFileSync(manifest, 'utf8')).version
}

function exitCodeOf(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : EXIT_USAGE
  if (!(error instanceof InputError)) throw error
  console.error(`pith: ${error.message}`)
  return EXIT_BAD_INPUT
}

process.exitCode = await main(process.argv)
