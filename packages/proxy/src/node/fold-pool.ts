import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import type { StateStore } from '@x/pipeline'
import type {
  Compression,
  CompressionJob,
  Compressor,
  DocumentCompression,
  DocumentJob,
} from '../compression/compressor.ts'
import {
  createPipelineCompressor,
  type PipelineCompressorOptions,
} from '../compression/pipeline-compressor.ts'
import type { FoldThreadData, FromThread, StoreCall, ToThread } from './fold-messages.ts'

/** Options of `createFoldPool`, beside those of the compressor that each thread holds. */
export interface FoldPoolOptions extends Omit<PipelineCompressorOptions, 'loadKeeper'> {
  /** @default the cores that the process may use, less one for the event loop, at least one */
  readonly threads?: number
  /** Jobs that one thread may have before it; beyond it bodies pass as they are. @default 256 */
  readonly maxQueue?: number
  /** The built thread. @default the one beside this file */
  readonly workerUrl?: URL
}

/** A compressor on threads of its own, and the way to end them. */
export interface FoldPool extends Compressor {
  readonly threads: number
  /** Jobs that wait or run. */
  pending(): number
  close(): Promise<void>
}

/** Beside this file once it is built; run from its source, it takes the built thread too: threads read no TypeScript. */
const BUILT_THREAD = import.meta.url.endsWith('.ts')
  ? new URL('../../dist/fold-worker.mjs', import.meta.url)
  : new URL('./fold-worker.mjs', import.meta.url)

interface Pending {
  resolve(message: FromThread & { kind: 'done' }): void
  reject(error: Error): void
}

interface FoldThread {
  pending(): number
  run(message: ToThread, transfer?: readonly ArrayBuffer[]): Promise<FromThread & { kind: 'done' }>
  close(): Promise<void>
}

/** Longer bodies always go to a thread, whatever the threshold. */
const MAX_INLINE_BYTES = 8192

/**
 * Compresses on threads, so that a large request never holds up the streams of all others. A caller's requests go to the
 * same thread, whose memory of its conversation saves the work of earlier turns. A body that is too short to reach the
 * threshold is only counted, here: the way to a thread and back takes longer. A thread that dies fails its jobs (their
 * bodies pass as they are) and is replaced.
 * @throws {RangeError} for a number of threads or jobs below one
 */
export function createFoldPool(options: FoldPoolOptions = {}): FoldPool {
  const count = options.threads ?? Math.max(1, availableParallelism() - 1)
  const maxQueue = options.maxQueue ?? 256
  for (const [name, value] of Object.entries({ threads: count, maxQueue })) {
    if (!Number.isSafeInteger(value) || value < 1) {
      throw new RangeError(`${name} must be a whole number from 1 up: ${value}`)
    }
  }
  const threads = Array.from({ length: count }, () => startThread(options, maxQueue))
  const inline = createPipelineCompressor(compressorOptions(options))
  let jobs = 0
  let turn = 0

  function run(
    message: ToThread,
    at: number,
    transfer?: readonly ArrayBuffer[],
  ): ReturnType<FoldThread['run']> {
    return (threads[at % count] as FoldThread).run(message, transfer)
  }

  return {
    threads: count,
    pending: () => threads.reduce((sum, thread) => sum + thread.pending(), 0),
    async compress(job: CompressionJob): Promise<Compression> {
      if (isOnlyCounted(job)) return inline.compress(job)
      jobs += 1
      // A copy of our own that moves: the clone of a message is grown piece by piece, which takes several times as long.
      const moved = new Uint8Array(job.body)
      const message: ToThread = { kind: 'compress', id: jobs, job: { ...job, body: moved } }
      const { result, body } = await run(message, threadFor(job.tenant ?? ''), [moved.buffer])
      return { ...(result as Omit<Compression, 'body'>), body: body ?? job.body }
    },
    async compressDocument(job: DocumentJob): Promise<DocumentCompression> {
      jobs += 1
      turn += 1
      const { result } = await run({ kind: 'document', id: jobs, job }, turn)
      return result as DocumentCompression
    },
    async readOriginal(tenant, key) {
      jobs += 1
      const message: ToThread = { kind: 'original', id: jobs, tenant, key }
      const { result } = await run(message, threadFor(tenant))
      return (result as { readonly original?: string }).original
    },
    async close() {
      await Promise.all(threads.map((thread) => thread.close()))
    },
  }
}

/** A token is a byte at least: with fewer bytes than the threshold has tokens nothing is compressed. */
function isOnlyCounted({ body, policy }: CompressionJob): boolean {
  const { mode, thresholdTokens } = policy
  return mode === 'hybrid' && body.length < Math.min(thresholdTokens, MAX_INLINE_BYTES)
}

function compressorOptions({ store, secret, ttlMs }: FoldPoolOptions): PipelineCompressorOptions {
  return {
    ...(store && { store }),
    ...(secret && { secret }),
    ...(ttlMs !== undefined && { ttlMs }),
  }
}

/** Tenants are hashes in hexadecimal: their beginning is as good as random. */
function threadFor(tenant: string): number {
  return Number.parseInt(tenant.slice(0, 8), 16) || 0
}

function startThread(options: FoldPoolOptions, maxQueue: number): FoldThread {
  const pending = new Map<number, Pending>()
  let worker: Worker | undefined
  let isClosed = false

  function fail(error: Error): void {
    worker = undefined
    for (const { reject } of pending.values()) reject(error)
    pending.clear()
  }

  function spawn(): Worker {
    const { store, secret, ttlMs } = options
    const data: FoldThreadData = { secret, ttlMs, hasStore: store !== undefined }
    const url = options.workerUrl ?? BUILT_THREAD
    // The thread is built JavaScript: what the process was told of its sources is not for it.
    const spawned = new Worker(url, { workerData: data, execArgv: [] })
    // The pool alone keeps no process alive.
    spawned.unref()
    spawned.on('message', (message: FromThread) => receive(spawned, message))
    spawned.on('error', fail)
    spawned.on('exit', () => fail(new Error('the thread has ended')))
    return spawned
  }

  function receive(from: Worker, message: FromThread): void {
    if (message.kind === 'store') {
      void answerStore(from, message.id, message.call, options.store)
      return
    }
    const job = pending.get(message.id)
    pending.delete(message.id)
    if (message.kind === 'done') job?.resolve(message)
    else job?.reject(new Error(message.message))
  }

  return {
    pending: () => pending.size,
    run(message, transfer) {
      if (isClosed) return Promise.reject(new Error('the pool is closed'))
      if (pending.size >= maxQueue) return Promise.reject(new Error('the queue is full'))
      return new Promise((resolve, reject) => {
        pending.set(message.id, { resolve, reject })
        worker ??= spawn()
        worker.postMessage(message, transfer)
      })
    },
    async close() {
      isClosed = true
      await worker?.terminate()
    },
  }
}

async function answerStore(
  worker: Worker,
  id: number,
  { operation, input }: StoreCall,
  store: StateStore | undefined,
): Promise<void> {
  const call = store?.[operation] as ((...input: unknown[]) => Promise<unknown>) | undefined
  try {
    const value = await call?.(...input)
    worker.postMessage({ kind: 'stored', id, value } satisfies ToThread)
  } catch {
    worker.postMessage({ kind: 'store-lost', id } satisfies ToThread)
  }
}
