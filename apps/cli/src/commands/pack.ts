import { writeFileSync } from 'node:fs'
import { createNodeCodecs } from '@x/codecs/node'
import { Command } from 'commander'
import {
  type CodecFlags,
  contentOf,
  sealOptionsOf,
  withCodecFlags,
  withInputErrors,
} from '../codec-options.ts'
import { InputError, readInput } from '../input.ts'

interface PackFlags extends CodecFlags {
  readonly output?: string
}

/** `pith pack FILE...`: each file as a container beside it, or one file as `-o` says. */
export function packCommand(): Command {
  const command = new Command('pack')
    .description('seal files in the smallest self-describing container, exact to the byte')
    .argument('<files...>', 'files; - reads standard input')
    .option('--codec <name>', 'auto, raw, zstd, zstd-dictionary, brotli, token, hybrid, cm, ...')
    .option('-o, --output <file>', 'where to write; - is standard output (default: FILE.pith)')
    .action((files: string[], flags: PackFlags) => pack(files, flags))
  return withCodecFlags(command)
}

async function pack(files: readonly string[], flags: PackFlags): Promise<void> {
  if (flags.output !== undefined && files.length > 1) {
    throw new InputError(`--output takes one file, not ${files.length}; leave it out for FILE.pith`)
  }
  const { seal } = createNodeCodecs()
  for (const file of files) {
    const { name, bytes } = readInput(file)
    const container = await withInputErrors(name, () =>
      seal(contentOf(bytes), sealOptionsOf(flags)),
    )
    const output = flags.output ?? (file === '-' ? '-' : `${file}.pith`)
    if (output === '-') process.stdout.write(container)
    else writeFileSync(output, container)
    const percent = bytes.length === 0 ? 0 : 100 * (1 - container.length / bytes.length)
    console.error(
      `${name}: ${bytes.length} -> ${container.length} bytes (${percent.toFixed(1)} % saved)`,
    )
  }
}
