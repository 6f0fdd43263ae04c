import { type MessagePort, parentPort, workerData } from 'node:worker_threads'
import type { StateStore } from '@x/pipeline'
import { createPipelineCompressor } from './compression/pipeline-compressor.ts'
import type { FoldThreadData, FromThread, StoreCall, ToThread } from './node/fold-messages.ts'

// The thread behind `createFoldPool`: compresses what it is sent, one message after the other. On the main thread it
// does nothing.
if (parentPort !== null) serve(parentPort, workerData as FoldThreadData)

function serve(port: MessagePort, { secret, ttlMs, hasStore }: FoldThreadData): void {
  const remote = createRemoteStore(port)
  const compressor = createPipelineCompressor(
    hasStore && secret !== undefined
      ? { store: remote.store, secret, ...(ttlMs !== undefined && { ttlMs }) }
      : {},
  )

  async function work(message: Work): Promise<void> {
    const { id } = message
    if (message.kind === 'original') {
      const original = await compressor.readOriginal?.(message.tenant, message.key)
      send(port, { kind: 'done', id, result: original === undefined ? {} : { original } })
      return
    }
    if (message.kind === 'document') {
      send(port, { kind: 'done', id, result: await compressor.compressDocument(message.job) })
      return
    }
    const { body, ...result } = await compressor.compress(message.job)
    if (!result.isChanged) return send(port, { kind: 'done', id, result })
    send(port, { kind: 'done', id, result, body }, [body.buffer as ArrayBuffer])
  }

  port.on('message', (message: ToThread) => {
    if (message.kind === 'stored' || message.kind === 'store-lost') return remote.settle(message)
    work(message).catch((error: unknown) => {
      const text = String((error as Error)?.message ?? error)
      send(port, { kind: 'failed', id: message.id, message: text })
    })
  })
}

function send(port: MessagePort, message: FromThread, transfer: readonly ArrayBuffer[] = []): void {
  port.postMessage(message, transfer)
}

type StoreAnswer = Extract<ToThread, { kind: 'stored' | 'store-lost' }>
type Work = Exclude<ToThread, StoreAnswer>

/** The pool's store, called by message. */
function createRemoteStore(port: MessagePort): {
  readonly store: StateStore
  settle(answer: StoreAnswer): void
} {
  const waiting = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>()
  let calls = 0
  const call = (operation: StoreCall['operation'], ...input: StoreCall['input']) =>
    new Promise<unknown>((resolve, reject) => {
      calls += 1
      waiting.set(calls, { resolve, reject })
      send(port, { kind: 'store', id: calls, call: { operation, input } })
    })
  return {
    store: {
      get: (key) => call('get', key) as Promise<string | undefined>,
      set: (key, value, ttl) => call('set', key, value, ttl) as Promise<void>,
      compareAndSet: (key, expected, value, ttl) =>
        call('compareAndSet', key, expected, value, ttl) as Promise<boolean>,
      delete: (key) => call('delete', key) as Promise<void>,
    },
    settle(answer) {
      const pending = waiting.get(answer.id)
      waiting.delete(answer.id)
      if (answer.kind === 'stored') pending?.resolve(answer.value)
      else pending?.reject(new Error('the store is lost'))
    },
  }
}
