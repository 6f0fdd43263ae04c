import type { Profile, SealOptions } from '@x/codecs'
import { ContainerError, MissingKnowledgeError } from '@x/codecs'
import { ENCODING_NAMES, type EncodingName } from '@x/tokens'
import { type Command, InvalidArgumentError, Option } from 'commander'
import { InputError } from './input.ts'

/** Options of `pack` and `inspect`. */
export interface CodecFlags {
  readonly codec?: string
  readonly level?: number
  readonly encoding?: EncodingName
  readonly profile?: Profile
}

/** The flags that say how to seal. */
export function withCodecFlags(command: Command): Command {
  return command
    .option('--level <n>', '1 to 22, for a codec by name (default: 15)', parseLevel)
    .addOption(
      new Option('--encoding <name>', 'vocabulary of token and hybrid').choices(ENCODING_NAMES),
    )
    .addOption(
      new Option('--profile <name>', 'time that auto may take (default: balanced)').choices([
        'fast',
        'balanced',
        'small',
      ]),
    )
}

/** The flags as the codecs take them. */
export function sealOptionsOf({ codec, level, encoding, profile }: CodecFlags): SealOptions {
  return {
    ...(codec === undefined ? {} : { codec }),
    ...(level === undefined ? {} : { level }),
    ...(encoding === undefined ? {} : { encoding }),
    ...(profile === undefined ? {} : { profile }),
  }
}

/** Bytes as the text that they are in UTF-8, else as they are: a text seals shorter and stays a text. */
export function contentOf(bytes: Uint8Array): string | Uint8Array {
  try {
    return new TextDecoder('utf-8', { ignoreBOM: true, fatal: true }).decode(bytes)
  } catch {
    return bytes
  }
}

/** Runs codec work; what is wrong with the data or the options is told as bad input of `name`. */
export async function withInputErrors<Result>(
  name: string,
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    const isInput =
      error instanceof ContainerError ||
      error instanceof MissingKnowledgeError ||
      error instanceof RangeError
    if (isInput) throw new InputError(`${name}: ${error.message}`, { cause: error })
    throw error
  }
}

function parseLevel(value: string): number {
  const level = Number(value)
  if (Number.isInteger(level) && level >= 1 && level <= 22) return level
  throw new InvalidArgumentError('give a whole number from 1 to 22.')
}
