import { writeFileSync } from 'node:fs'
import { createNodeCodecs } from '@x/codecs/node'
import { Command, InvalidArgumentError } from 'commander'
import { withInputErrors } from '../codec-options.ts'
import { readInput } from '../input.ts'

interface UnpackFlags {
  readonly output?: string
  readonly maxBytes?: number
}

/** `pith unpack FILE`: what was sealed, on standard output or in a file. */
export function unpackCommand(): Command {
  return new Command('unpack')
    .description('open a container that pith pack wrote')
    .argument('[file]', 'a container; - reads standard input')
    .option('-o, --output <file>', 'write here instead of to standard output')
    .option('--max-bytes <n>', 'refuse more than this (default: 256 MiB)', parseBytes)
    .action(async (file: string | undefined, flags: UnpackFlags) => {
      const { name, bytes } = readInput(file)
      const { open } = createNodeCodecs()
      const limit = flags.maxBytes === undefined ? {} : { maxBytes: flags.maxBytes }
      const content = await withInputErrors(name, () => open(bytes, limit))
      if (flags.output === undefined) process.stdout.write(content)
      else writeFileSync(flags.output, content)
    })
}

function parseBytes(value: string): number {
  if (/^\d{1,15}$/.test(value)) return Number(value)
  throw new InvalidArgumentError('give a whole number of bytes.')
}
