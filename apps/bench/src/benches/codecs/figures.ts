import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Measurement } from './measure.ts'
import { bars, heatmap, lines, type Series } from './svg.ts'
import { BANDS, type BenchText } from './texts.ts'

/** LoPace's eight figures, over the same run as the table. */
export function writeFigures(
  measurements: readonly Measurement[],
  texts: readonly BenchText[],
  root: string,
): void {
  const folder = join(root, 'docs/figures')
  mkdirSync(folder, { recursive: true })
  const total = texts.reduce((sum, { bytes }) => sum + bytes.length, 0)
  const one = (value: (row: Measurement) => number): Series[] =>
    measurements.map((row) => ({ name: row.name, isOurs: row.isOurs, values: [value(row)] }))
  const sum = (row: Measurement): number => row.sizes.reduce((bytes, size) => bytes + size, 0)
  const figures: Record<string, string> = {
    ratio: bars(
      'Compression ratio',
      'original / compressed',
      one((row) => total / sum(row)),
    ),
    savings: bars(
      'Space savings',
      'percent',
      one((row) => 100 * (1 - sum(row) / total)),
    ),
    'disk-size': bars('Size on disk of all texts', 'bytes', one(sum), true),
    speed: bars(
      'Speed of compression',
      'MB/s',
      one((row) => row.encodeMegabytesPerSecond),
      true,
    ),
    'original-decompressed': bars(
      'Texts that come back exactly',
      `of ${texts.length}`,
      one((row) => texts.length - row.wrong),
    ),
    memory: bars(
      'Resident memory added',
      'MB',
      one((row) => row.memoryMegabytes),
    ),
    heatmap: heatmap(
      'Bits per character by size of the text',
      'bits',
      BANDS,
      measurements.map(({ name, isOurs, bands }) => ({ name, isOurs, values: bands })),
    ),
    scalability: scalability(measurements, texts),
  }
  for (const [name, svg] of Object.entries(figures)) {
    writeFileSync(join(folder, `codecs-${name}.svg`), svg)
  }
}

/** Mean time of a text in each band over the mean size of the band. */
function scalability(measurements: readonly Measurement[], texts: readonly BenchText[]): string {
  const mean = (values: readonly number[]): number =>
    values.reduce((total, value) => total + value, 0) / values.length
  const inBand = (band: string): number[] =>
    texts.flatMap((text, index) => (text.band === band ? [index] : []))
  const x = BANDS.map((band) => mean(inBand(band).map((index) => texts[index]!.bytes.length)))
  const shown = measurements.filter(({ name }) => /auto|hybrid|brotli|zstd 15/.test(name))
  const series = shown.map(({ name, isOurs, encodeMs }) => ({
    name,
    isOurs,
    values: BANDS.map((band) => mean(inBand(band).map((index) => encodeMs[index] as number))),
  }))
  return lines('Time of a text by its size', 'milliseconds over bytes, both logarithmic', x, series)
}
