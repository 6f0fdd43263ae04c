import type { ZstdDictionaryLibrary, ZstdDriver, ZstdLibrary } from './driver.ts'

type Call = (...values: number[]) => number

/** Exports of @bokuweb/zstd-wasm 0.0.27 (pinned) under the letters that its linker gave them; its `zstd.js` has the map. */
const NAMES = {
  start: 'g',
  isError: 'h',
  compressBound: 'i',
  createEncoder: 'j',
  compressWithDictionary: 'l',
  compress: 'm',
  createDecoder: 'n',
  decompressWithDictionary: 'q',
  decompress: 'r',
  allocate: 's',
  free: 't',
} as const

type Zstd = { readonly [Name in keyof typeof NAMES]: Call } & {
  readonly memory: WebAssembly.Memory
}

const PAGE_BYTES = 65_536
const MAX_HEAP_BYTES = 256 * 1024 * 1024

/**
 * Drives the WebAssembly build of @bokuweb/zstd-wasm from a compiled module: the way for Workers, where bytes may not
 * be compiled and nothing can be fetched at start. The module is the file `@x/codecs/zstd.wasm`.
 */
export function createZstdWasmDriver(module: WebAssembly.Module): ZstdDriver {
  let library: ZstdLibrary | undefined
  return {
    name: 'zstd-wasm',
    load: async () => {
      library ??= openZstd(instantiate(module))
      return library
    },
  }
}

function instantiate(module: WebAssembly.Module): Zstd {
  const refuse = (): never => {
    throw new Error('zstd stopped')
  }
  const grow = (bytes: number): number => {
    const wanted = bytes >>> 0
    const memory = memoryOf(exports)
    if (wanted > MAX_HEAP_BYTES) return 0
    memory.grow(Math.max(0, Math.ceil((wanted - memory.buffer.byteLength) / PAGE_BYTES)))
    return 1
  }
  const imports = { a: refuse, b: () => undefined, c: refuse, d: () => 0, e: grow }
  const { exports }: WebAssembly.Instance = new WebAssembly.Instance(module, { a: imports })
  const calls = Object.fromEntries(Object.entries(NAMES).map(([name, key]) => [name, exports[key]]))
  const zstd = { ...calls, memory: memoryOf(exports) } as Zstd
  zstd.start()
  return zstd
}

function memoryOf(exports: WebAssembly.Exports): WebAssembly.Memory {
  const memory = Object.values(exports).find((value) => value instanceof WebAssembly.Memory)
  if (memory instanceof WebAssembly.Memory) return memory
  throw new TypeError('the module is no build of zstd; give @x/codecs/zstd.wasm')
}

function openZstd(zstd: Zstd): ZstdLibrary {
  const encoder = zstd.createEncoder()
  const decoder = zstd.createDecoder()
  return {
    compress: (content, level) =>
      withBuffers(zstd, [content], zstd.compressBound(content.length), ([source], target, room) =>
        zstd.compress(target, room, source!, content.length, level),
      ),
    decompress: (frame, length) =>
      withBuffers(zstd, [frame], length, ([source], target, room) =>
        zstd.decompress(target, room, source!, frame.length),
      ),
    withDictionary: async (dictionary, level): Promise<ZstdDictionaryLibrary> => ({
      compress: (content) =>
        withBuffers(
          zstd,
          [content, dictionary],
          zstd.compressBound(content.length),
          ([source, prior], target, room) =>
            zstd.compressWithDictionary(
              encoder,
              target,
              room,
              source!,
              content.length,
              prior!,
              dictionary.length,
              level,
            ),
        ),
      decompress: (frame, length) =>
        withBuffers(zstd, [frame, dictionary], length, ([source, prior], target, room) =>
          zstd.decompressWithDictionary(
            decoder,
            target,
            room,
            source!,
            frame.length,
            prior!,
            dictionary.length,
          ),
        ),
    }),
  }
}

/** Copies the inputs in, runs one call, copies its output out, and frees whatever happens. */
function withBuffers(
  zstd: Zstd,
  inputs: readonly Uint8Array[],
  room: number,
  call: (pointers: readonly number[], target: number, room: number) => number,
): Uint8Array {
  const sizes = [...inputs.map((input) => input.length), room]
  const pointers = sizes.map((size) => zstd.allocate(Math.max(1, size)))
  try {
    if (pointers.includes(0)) throw new Error('zstd has no memory left')
    // Views are taken after the last allocation: growth detaches the old buffer.
    inputs.forEach((input, index) => {
      new Uint8Array(zstd.memory.buffer).set(input, pointers[index])
    })
    const target = pointers.at(-1) as number
    const written = call(pointers, target, room) >>> 0
    if (zstd.isError(written) !== 0) throw new Error(`zstd error ${-(written | 0)}`)
    return new Uint8Array(zstd.memory.buffer, target, written).slice()
  } finally {
    for (const pointer of pointers) zstd.free(pointer)
  }
}
