import type { Bench, BenchContext } from '../bench.ts'
import { markdownTable } from '../table.ts'
import { type Contender, loadContenders } from './codecs/contenders.ts'
import { writeFigures } from './codecs/figures.ts'
import { largeTable } from './codecs/large.ts'
import { type Measurement, measure } from './codecs/measure.ts'
import { measureStartUp } from './codecs/start-up.ts'
import { storeTable } from './codecs/store.ts'
import { BANDS, type BenchText, readConversations, readTexts } from './codecs/texts.ts'

/** Bits per character, speed, memory and the message store against LoPace and the general compressors, in one run. */
export const codecsBench: Bench = {
  name: 'codecs',
  readme: 'packages/codecs/README.md',
  run: async (context) => {
    if (context.dataFolder === undefined) {
      throw new Error('set PITH_DATA: the bench needs the test texts of the codec study')
    }
    const texts = readTexts(context.dataFolder)
    const contenders = await loadContenders()
    const measurements = await measureAll(contenders, texts, context)
    writeFigures(measurements, texts, context.root)
    const hybrid = contenders.find(({ name }) => name.startsWith('LoPace hybrid')) as Contender
    const conversations = readConversations(context.dataFolder)
    return [
      sizeTable(measurements, texts),
      explanation(texts),
      losses(measurements),
      await largeTable(texts),
      startUpTable(context),
      await storeTable(conversations, hybrid, context.log),
    ].join('\n\n')
  },
}

async function measureAll(
  contenders: readonly Contender[],
  texts: readonly BenchText[],
  context: BenchContext,
): Promise<Measurement[]> {
  const measurements: Measurement[] = []
  for (const contender of contenders) {
    context.log(contender.name)
    measurements.push(await measure(contender, texts))
  }
  return measurements
}

function sizeTable(measurements: readonly Measurement[], texts: readonly BenchText[]): string {
  const counts = BANDS.map((band) => texts.filter((text) => text.band === band).length)
  const heads = BANDS.map((band, index) => `${band} (${counts[index]})`)
  const rows = [...measurements]
    .sort((left, right) => right.macro - left.macro)
    .map((row) => [
      row.name,
      row.macro.toFixed(3),
      ...row.bands.map((bits) => bits.toFixed(2)),
      row.name.startsWith('xz') ? '' : speed(row.encodeMegabytesPerSecond),
      row.name.startsWith('xz') ? '' : speed(row.decodeMegabytesPerSecond),
      row.wrong,
    ])
  const head = [
    'bits per character',
    'macro',
    ...heads,
    'encode, MB/s',
    'decode, MB/s',
    'not exact',
  ]
  return markdownTable(head, rows)
}

function speed(megabytesPerSecond: number): string {
  return megabytesPerSecond.toFixed(megabytesPerSecond < 10 ? 2 : 0)
}

function explanation(texts: readonly BenchText[]): string {
  const megabytes = texts.reduce((sum, { bytes }) => sum + bytes.length, 0) / 1e6
  return `${texts.length} texts, ${megabytes.toFixed(2)} MB, that no prior or dictionary was trained on. Bits per character are pooled per size band
(UTF-8 bytes; number of texts in brackets), macro is the mean of the bands. Ours are sealed containers with length and checksum; the
others are bare, as they stand in a file. Speed is original bytes by processor time, one text after the other (most are small), Node
${process.version}; xz runs outside this process and has none. LoPace counts its tokens with js-tiktoken here. Figures: \`docs/figures/codecs-*.svg\`.`
}

/** Texts on which a profile is larger than a peer: none is the promise of \`small\`. */
function losses(measurements: readonly Measurement[]): string {
  const peers = measurements.filter(({ name }) => /^(LoPace hybrid|brotli|zstd 22|xz)/.test(name))
  const profiles = measurements.filter(({ name }) => name.startsWith('**auto'))
  const rows = profiles.map((profile) => [
    `texts on which ${profile.name.replaceAll('*', '')} is larger than`,
    ...peers.map(
      (peer) => profile.sizes.filter((size, index) => size > (peer.sizes[index] as number)).length,
    ),
  ])
  return markdownTable(['', ...peers.map(({ name }) => name)], rows)
}

function startUpTable(context: BenchContext): string {
  const variants: [string, object][] = [
    ['zstd', { codec: 'zstd' }],
    ['zstd-dictionary', { codec: 'zstd-dictionary', level: 9 }],
    ['token (o200k)', { codec: 'token' }],
    ['cm-fast', { codec: 'cm-fast' }],
    ['cm-balanced', { codec: 'cm-balanced' }],
    ['cm', { codec: 'cm' }],
  ]
  const rows = variants.map(([name, options]) => {
    context.log(`start-up ${name}`)
    const { loadMs, memoryMegabytes } = measureStartUp(options)
    return [name, loadMs.toFixed(0), memoryMegabytes.toFixed(0)]
  })
  return markdownTable(['codec', 'first text, ms', 'resident memory, MB'], rows)
}
