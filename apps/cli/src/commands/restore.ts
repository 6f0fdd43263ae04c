import { NotationError } from '@x/notation'
import { restoreDocument } from '@x/pipeline/dialects'
import { Command } from 'commander'
import { InputError, readInput, textOf } from '../input.ts'

/** `pith restore [FILE|-]`: the original bytes of what `pith compress` wrote, on standard output. */
export function restoreCommand(): Command {
  return new Command('restore')
    .description('turn exact output of pith compress back into the original bytes')
    .argument('[file]', 'a compressed text or chat request; - reads standard input')
    .action((file: string | undefined) => {
      const input = readInput(file)
      process.stdout.write(restore(textOf(input), input.name))
    })
}

const LOSSY =
  'text was dropped from this document (its mode or rate allowed it), so that no original comes back from it; take the source'

function restore(source: string, name: string): string {
  try {
    return restoreDocument(source)
  } catch (error) {
    if (error instanceof RangeError) throw new InputError(`${name}: ${LOSSY}`, { cause: error })
    if (!(error instanceof NotationError)) throw error
    throw new InputError(`${name}: ${error.message}`, { cause: error })
  }
}
