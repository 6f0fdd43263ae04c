import { type CodecComparison, compareCodecs, empiricalLimit } from '@x/codecs'
import { createNodeCodecs } from '@x/codecs/node'
import { Command } from 'commander'
import {
  type CodecFlags,
  contentOf,
  sealOptionsOf,
  withCodecFlags,
  withInputErrors,
} from '../codec-options.ts'
import { describeCodecs } from '../describe-codecs.ts'
import { readInput } from '../input.ts'

interface InspectFlags extends CodecFlags {
  readonly json?: true
}

const ORDERS = [0, 1, 2, 3] as const

/** `pith inspect FILE`: every codec side by side, each opened again and compared. */
export function inspectCommand(): Command {
  const command = new Command('inspect')
    .description('seal a file with every codec, open it again and show sizes, speeds and proofs')
    .argument('[file]', 'a file; - reads standard input')
    .option('--json', 'print one JSON object')
    .action(async (file: string | undefined, flags: InspectFlags) => {
      const { name, bytes } = readInput(file)
      const content = contentOf(bytes)
      const { codec: _, ...options } = sealOptionsOf(flags)
      const comparison: CodecComparison = await withInputErrors(name, () =>
        compareCodecs(content, {
          ...options,
          codecs: createNodeCodecs(),
          now: () => performance.now(),
        }),
      )
      const entropy = ORDERS.map((order) => empiricalLimit(content, { order }))
      const report = { name, ...comparison, entropy }
      console.log(flags.json === true ? JSON.stringify(report) : describeCodecs(report))
    })
  return withCodecFlags(command)
}
