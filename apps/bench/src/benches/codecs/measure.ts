import type { Contender } from './contenders.ts'
import { BANDS, type Band, type BenchText } from './texts.ts'

/** One contender over all texts. */
export interface Measurement {
  readonly name: string
  readonly isOurs: boolean
  /** Bytes of each text, in the order of the texts. */
  readonly sizes: readonly number[]
  /** Bits per character, pooled per band. */
  readonly bands: readonly number[]
  /** Mean of the bands. */
  readonly macro: number
  readonly encodeMegabytesPerSecond: number
  readonly decodeMegabytesPerSecond: number
  /** Texts that did not come back. */
  readonly wrong: number
  /** Growth of resident memory over the run, megabytes. */
  readonly memoryMegabytes: number
  /** Processor milliseconds of each text, for the scalability figure. */
  readonly encodeMs: readonly number[]
}

const WARM_UP = 'The quick brown fox jumps over the lazy dog. '.repeat(20)

/** Processor time of this process: a busy machine does not slow it. */
function cpuMs(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}

/** Encodes, decodes and compares every text once, after one text that warms up. */
export async function measure(
  contender: Contender,
  texts: readonly BenchText[],
): Promise<Measurement> {
  const before = process.memoryUsage.rss()
  await contender.decode(await contender.encode(WARM_UP))
  const sizes: number[] = []
  const encodeMs: number[] = []
  let decodeMs = 0
  let wrong = 0
  for (const { text } of texts) {
    const start = cpuMs()
    const encoded = await contender.encode(text)
    const middle = cpuMs()
    const decoded = await contender.decode(encoded)
    decodeMs += cpuMs() - middle
    encodeMs.push(middle - start)
    sizes.push(encoded.length)
    if (decoded !== text) wrong++
  }
  const megabytes = texts.reduce((sum, { bytes }) => sum + bytes.length, 0) / 1e6
  const bands = BANDS.map((band) => bitsPerCharacter(texts, sizes, band))
  return {
    name: contender.name,
    isOurs: contender.isOurs,
    sizes,
    bands,
    macro: bands.reduce((sum, bits) => sum + bits, 0) / bands.length,
    encodeMegabytesPerSecond: (megabytes * 1000) / encodeMs.reduce((sum, ms) => sum + ms, 0),
    decodeMegabytesPerSecond: (megabytes * 1000) / decodeMs,
    wrong,
    memoryMegabytes: Math.max(0, process.memoryUsage.rss() - before) / 1e6,
    encodeMs,
  }
}

function bitsPerCharacter(
  texts: readonly BenchText[],
  sizes: readonly number[],
  band: Band,
): number {
  let bits = 0
  let characters = 0
  for (const [index, text] of texts.entries()) {
    if (text.band !== band) continue
    bits += 8 * (sizes[index] as number)
    characters += text.characters
  }
  return bits / characters
}
