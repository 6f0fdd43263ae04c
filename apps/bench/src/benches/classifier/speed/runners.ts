import {
  closeSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  batchSentences,
  createWordpiece,
  FEATURE_COUNT,
  runSentences,
  sentencePieces,
} from '@x/classifier/training'
import { InferenceSession, Tensor } from 'onnxruntime-node'
import { randomEncoder, XLM_ROBERTA_LARGE } from './random-encoder.ts'

const LENGTH = 512
const TURNS = 5
export const LARGE = 'XLM-RoBERTa-large, random weights'

/** Something whose speed is measured; one run takes so many tokens. */
export interface Runner {
  readonly name: string
  /** Size of its file, 0 where it has none. */
  readonly megabytes: number
  readonly tokens: number
  run(): Promise<unknown>
}

/** Writes an XLM-RoBERTa-large of random weights, which everything is compared with, for as long as `use` takes. */
export async function withLargeRunner<Result>(
  use: (large: Runner) => Promise<Result>,
): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), 'pith-speed-'))
  try {
    const path = join(folder, 'large.onnx')
    writeChunks(path, randomEncoder(XLM_ROBERTA_LARGE))
    const session = await openSession(path)
    const ids = new Tensor('int64', new BigInt64Array(LENGTH).fill(7n), [1, LENGTH])
    const run = () => session.run({ ids })
    return await use({ name: LARGE, megabytes: sizeOf(path), tokens: LENGTH, run })
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** A model folder, on windows of the length that it is used with. */
export async function modelRunner(name: string, folder: string): Promise<Runner> {
  const manifest = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'))
  const path = join(folder, manifest.file as string)
  const session = await openSession(path)
  const length = manifest.window as number
  const ids = new Tensor('int32', new Int32Array(length).fill(7), [1, length])
  const shape = [1, length, FEATURE_COUNT]
  const features = new Tensor('int32', new Int32Array(length * FEATURE_COUNT), shape)
  const run = () => session.run({ ids, features })
  return { name: `${name}, windows of ${length}`, megabytes: sizeOf(path), tokens: length, run }
}

/** A sentence encoder, on the sentences of a text and its question as the run time puts them together; padding is no token. */
export async function sentenceRunner(
  name: string,
  folder: string,
  texts: readonly string[],
): Promise<Runner> {
  const manifest = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'))
  const path = join(folder, manifest.file as string)
  const vocabulary = readFileSync(join(folder, manifest.vocabulary as string), 'utf8')
  const session = await openSession(path)
  const wordpiece = createWordpiece(vocabulary)
  const rows = texts.map((text) => sentencePieces(text, wordpiece, manifest.window as number))
  const batches = batchSentences(rows)
  const embed = runSentences({ Tensor } as never, session as never)
  const tokens = rows.reduce((sum, { length }) => sum + length, 0)
  const run = async () => {
    for (const batch of batches) await embed(batch)
  }
  return { name: `${name}, sentences`, megabytes: sizeOf(path), tokens, run }
}

/** The best tokens a second of each, turn by turn, so that what else the machine does meets all of them. */
export async function fastest(runners: readonly Runner[]): Promise<ReadonlyMap<Runner, number>> {
  const best = new Map<Runner, number>()
  for (const runner of runners) await runner.run()
  for (let turn = 0; turn < TURNS; turn++) {
    for (const runner of runners) {
      const start = process.cpuUsage()
      await runner.run()
      const { user, system } = process.cpuUsage(start)
      const perSecond = runner.tokens / ((user + system) / 1e6)
      best.set(runner, Math.max(perSecond, best.get(runner) ?? 0))
    }
  }
  return best
}

function openSession(path: string): Promise<InferenceSession> {
  return InferenceSession.create(path, { intraOpNumThreads: 1, interOpNumThreads: 1 })
}

function sizeOf(path: string): number {
  return statSync(path).size / 1e6
}

function writeChunks(path: string, chunks: readonly Uint8Array[]): void {
  const file = openSync(path, 'w')
  try {
    for (const chunk of chunks) writeSync(file, chunk)
  } finally {
    closeSync(file)
  }
}
