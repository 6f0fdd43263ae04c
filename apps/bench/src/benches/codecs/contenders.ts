import { execFileSync } from 'node:child_process'
import { brotliCompressSync, brotliDecompressSync, constants } from 'node:zlib'
import * as zstd from '@bokuweb/zstd-wasm'
import { createNodeCodecs } from '@x/codecs/node'
import { getEncoding } from 'js-tiktoken'

/** Something that makes bytes of a text and the text of these bytes. */
export interface Contender {
  readonly name: string
  readonly isOurs: boolean
  encode(text: string): Promise<Uint8Array> | Uint8Array
  decode(bytes: Uint8Array): Promise<string> | string
}

const utf8 = new TextEncoder()
const text8 = new TextDecoder('utf-8', { ignoreBOM: true })

/** LoPace (token and hybrid rebuilt from its source), the general compressors, and ours by profile and codec. */
export async function loadContenders(): Promise<Contender[]> {
  await zstd.init()
  return [...lopace(), ...general(), ...ours()]
}

function lopace(): Contender[] {
  const tokenizer = getEncoding('cl100k_base')
  const pack = (text: string): Uint8Array => packIds(tokenizer.encode(text, [], []))
  const unpack = (bytes: Uint8Array): string => tokenizer.decode(unpackIds(bytes))
  return [
    { name: 'LoPace token (cl100k)', isOurs: false, encode: pack, decode: unpack },
    {
      name: 'LoPace hybrid (cl100k, zstd 15)',
      isOurs: false,
      encode: (text) => zstd.compress(pack(text), 15),
      decode: (bytes) => unpack(zstd.decompress(bytes)),
    },
  ]
}

/** LoPace's format byte, then two or four bytes an id. */
function packIds(ids: readonly number[]): Uint8Array {
  const width = ids.some((id) => id > 0xffff) ? 4 : 2
  const bytes = new Uint8Array(1 + ids.length * width)
  const view = new DataView(bytes.buffer)
  bytes[0] = width === 4 ? 1 : 0
  for (const [index, id] of ids.entries()) {
    if (width === 4) view.setUint32(1 + index * 4, id, true)
    else view.setUint16(1 + index * 2, id, true)
  }
  return bytes
}

function unpackIds(bytes: Uint8Array): number[] {
  const width = bytes[0] === 1 ? 4 : 2
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  return Array.from({ length: (bytes.length - 1) / width }, (_, index) =>
    width === 4 ? view.getUint32(1 + index * 4, true) : view.getUint16(1 + index * 2, true),
  )
}

function general(): Contender[] {
  const zstdRow = (level: number): Contender => ({
    name: `zstd ${level}`,
    isOurs: false,
    encode: (text) => zstd.compress(utf8.encode(text), level),
    decode: (bytes) => text8.decode(zstd.decompress(bytes)),
  })
  const rows = [zstdRow(3), zstdRow(15), zstdRow(22), brotliRow()]
  return hasXz() ? [xzRow(), ...rows] : rows
}

function brotliRow(): Contender {
  return {
    name: 'brotli 11',
    isOurs: false,
    encode: (text) =>
      brotliCompressSync(text, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }),
    decode: (bytes) => text8.decode(brotliDecompressSync(bytes)),
  }
}

function xzRow(): Contender {
  const run = (flags: readonly string[], input: Uint8Array): Uint8Array =>
    execFileSync('xz', flags, { input, maxBuffer: 1 << 28 })
  return {
    name: 'xz -9e',
    isOurs: false,
    encode: (text) => run(['-9e', '-c'], utf8.encode(text)),
    decode: (bytes) => text8.decode(run(['-d', '-c'], bytes)),
  }
}

/** @returns whether the program is here; its row is left out where it is not. */
export function hasXz(): boolean {
  try {
    execFileSync('xz', ['--version'])
    return true
  } catch {
    return false
  }
}

function ours(): Contender[] {
  const codecs = createNodeCodecs()
  const decode = async (bytes: Uint8Array): Promise<string> => (await codecs.open(bytes)) as string
  const row = (name: string, options: Parameters<typeof codecs.seal>[1]): Contender => ({
    name,
    isOurs: true,
    encode: (text) => codecs.seal(text, options),
    decode,
  })
  return [
    row('zstd, level 15', { codec: 'zstd', level: 15 }),
    row('zstd, level 1', { codec: 'zstd', level: 1 }),
    row('zstd-dictionary, level 3', { codec: 'zstd-dictionary', level: 3 }),
    row('zstd-dictionary, level 19', { codec: 'zstd-dictionary', level: 19 }),
    row('token (o200k)', { codec: 'token' }),
    row('hybrid (o200k, zstd 15)', { codec: 'hybrid' }),
    row('cm-fast', { codec: 'cm-fast' }),
    row('**auto, fast**', { profile: 'fast' }),
    row('**auto, balanced**', { profile: 'balanced' }),
    row('**auto, small**', { profile: 'small' }),
  ]
}
