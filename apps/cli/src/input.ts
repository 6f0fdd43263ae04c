import { readFileSync } from 'node:fs'

/** Bad input: printed as one line, exit code 1. */
export class InputError extends Error {
  override readonly name = 'InputError'
}

/** One input as it was given. */
export interface Input {
  /** `FILE`, or `standard input`. */
  readonly name: string
  readonly bytes: Uint8Array
}

/**
 * Reads FILE, or standard input for `-` and for no argument.
 * @throws {InputError} naming the file and what is wrong with it
 */
export function readInput(file: string | undefined): Input {
  const isStandardInput = file === undefined || file === '-'
  const name = isStandardInput ? 'standard input' : file
  try {
    return { name, bytes: readFileSync(isStandardInput ? 0 : file) }
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException
    if (isStandardInput && code === 'EOF') return { name, bytes: new Uint8Array() }
    throw new InputError(
      `${name}: ${reasonOf(code)}; give a readable file, or - for standard input`,
      { cause },
    )
  }
}

/**
 * The text of an input, a byte order mark kept.
 * @throws {InputError} with the byte offset of the first byte that is not UTF-8
 */
export function textOf(input: Input): string {
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(input.bytes)
  const offset = firstDifference(new TextEncoder().encode(text), input.bytes)
  if (offset < 0) return text
  throw new InputError(
    `${input.name}: byte ${offset} is not UTF-8; Pith works on text, convert the file first`,
  )
}

function firstDifference(left: Uint8Array, right: Uint8Array): number {
  if (Buffer.compare(left, right) === 0) return -1
  return left.findIndex((byte, index) => byte !== right[index])
}

function reasonOf(code: string | undefined): string {
  if (code === 'ENOENT') return 'no such file'
  if (code === 'EISDIR') return 'is a folder'
  if (code === 'EACCES') return 'may not be read'
  return code === undefined ? 'cannot be read' : `cannot be read (${code})`
}
