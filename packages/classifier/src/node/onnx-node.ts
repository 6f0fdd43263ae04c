import { Worker } from 'node:worker_threads'
import type { KeepBackend } from '../classifier/keep-classifier.ts'
import { detect } from '../detect/detect.ts'
import { familyOf } from '../heuristic/families.ts'
import type { KeepQuery } from '../heuristic/score-heuristic.ts'
import type { KeepScores } from '../scores/keep-scores.ts'
import { findModels } from './find-models.ts'
import type { FromKeepThread, KeepThreadData, ToKeepThread } from './keep-messages.ts'

/** Options of `onnxNode`. */
export interface OnnxNodeOptions {
  /**
   * The folder that holds `compact-structured`, `compact-natural` and `compact-asked`.
   * @default the folder `models` beside this package or above it
   */
  readonly models?: string
  /**
   * Milliseconds from the call on, waiting and loading included, after which the heuristic serves a text.
   * @default 3000
   */
  readonly deadlineMs?: number
  /**
   * Threads that one run of a model uses.
   * @default 1
   */
  readonly threads?: number
  /**
   * The built `@x/classifier/keep-worker`, where a bundler has moved it.
   * @default beside this module
   */
  readonly workerUrl?: URL
}

interface Pending {
  readonly resolve: (scores: KeepScores) => void
  readonly reject: (error: Error) => void
}

const BUILT_THREAD = new URL('./keep-worker.mjs', import.meta.url)

/**
 * Scores with ONNX models in `onnxruntime-node`, on a thread of its own: the event loop stays free. Neither the thread, nor
 * the library, nor a model is loaded before the first text. Whatever fails rejects with its reason, and the classifier falls
 * back to the heuristic.
 */
export function onnxNode(options: OnnxNodeOptions = {}): KeepBackend {
  const { deadlineMs = 3000, threads = 1, workerUrl = BUILT_THREAD } = options
  const pending = new Map<number, Pending>()
  let worker: Worker | undefined
  let jobs = 0

  function fail(error: Error): void {
    worker = undefined
    for (const { reject } of pending.values()) reject(error)
    pending.clear()
  }

  function spawn(): Worker {
    const folder = options.models ?? findModels(import.meta.dirname)
    if (folder === undefined) throw new Error('no folder models with a model was found')
    const workerData: KeepThreadData = { folder, threads }
    // The thread is built JavaScript: what the process was told of its sources is not for it.
    const spawned = new Worker(workerUrl, { workerData, execArgv: [] })
    // The backend alone keeps no process alive.
    spawned.unref()
    spawned.on('message', receive)
    spawned.on('error', fail)
    spawned.on('exit', () => fail(new Error('the thread has ended')))
    return spawned
  }

  function receive(message: FromKeepThread): void {
    const job = pending.get(message.id)
    pending.delete(message.id)
    if (message.kind === 'scores') job?.resolve(message.scores)
    else job?.reject(new Error(message.message))
  }

  return {
    id: 'onnx-node',
    async score(text, query) {
      worker ??= spawn()
      jobs++
      const id = jobs
      const thread = worker
      const scores = new Promise<KeepScores>((resolve, reject) =>
        pending.set(id, { resolve, reject }),
      )
      send(thread, { kind: 'score', id, text, query: known(text, query) })
      const timer = setTimeout(() => {
        send(thread, { kind: 'cancel', id })
        pending.get(id)?.reject(new Error(`no scores within ${deadlineMs} ms`))
        pending.delete(id)
      }, deadlineMs)
      return await scores.finally(() => clearTimeout(timer))
    },
    async close() {
      const ended = worker
      if (ended === undefined) return
      // Whoever waits for the end has to live to see it.
      ended.ref()
      const exit = new Promise<void>((resolve) => ended.once('exit', () => resolve()))
      send(ended, { kind: 'end' })
      await exit
    },
  }
}

function known(text: string, query: KeepQuery) {
  const detection = query.detection ?? detect(text)
  const { rate, earlier, query: asked } = query
  return {
    rate,
    detection,
    family: familyOf(detection.kind),
    ...(earlier !== undefined && { earlier }),
    ...(asked !== undefined && { query: asked }),
  }
}

function send(thread: Worker, message: ToKeepThread): void {
  thread.postMessage(message)
}
