import { type MessagePort, parentPort, workerData } from 'node:worker_threads'
import type { StateStore } from '@x/pipeline'
import { createPipelineCompressor } from './compression/pipeline-compressor.ts'
import type { FoldThreadData, FromThread, StoreCall, ToThread } from './node/fold-messages.ts'

// The thread behind `createFoldPool`: compresses what it is sent, one message after the other.

const { secret, ttlMs, hasStore } = workerData as FoldThreadData
const port = parentPort as MessagePort
const waiting = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>()
let storeCalls = 0

const compressor = createPipelineCompressor(
  hasStore && secret !== undefined
    ? { store: remoteStore(), secret, ...(ttlMs !== undefined && { ttlMs }) }
    : {},
)

port.on('message', (message: ToThread) => {
  if (message.kind === 'compress' || message.kind === 'document') {
    work(message).catch((error: unknown) => {
      send({ kind: 'failed', id: message.id, message: String((error as Error)?.message ?? error) })
    })
    return
  }
  const call = waiting.get(message.id)
  waiting.delete(message.id)
  if (message.kind === 'stored') call?.resolve(message.value)
  else call?.reject(new Error('the store is lost'))
})

async function work(message: ToThread & { kind: 'compress' | 'document' }): Promise<void> {
  const { id } = message
  if (message.kind === 'document') {
    send({ kind: 'done', id, result: await compressor.compressDocument(message.job) })
    return
  }
  const { body, ...result } = await compressor.compress(message.job)
  if (!result.isChanged) return send({ kind: 'done', id, result })
  send({ kind: 'done', id, result, body }, [body.buffer as ArrayBuffer])
}

function send(message: FromThread, transfer: readonly ArrayBuffer[] = []): void {
  port.postMessage(message, transfer)
}

/** The pool's store, called by message. */
function remoteStore(): StateStore {
  const call = (operation: StoreCall['operation'], ...input: StoreCall['input']) =>
    new Promise<unknown>((resolve, reject) => {
      storeCalls += 1
      waiting.set(storeCalls, { resolve, reject })
      send({ kind: 'store', id: storeCalls, call: { operation, input } })
    })
  return {
    get: (key) => call('get', key) as Promise<string | undefined>,
    set: (key, value, ttl) => call('set', key, value, ttl) as Promise<void>,
    compareAndSet: (key, expected, value, ttl) =>
      call('compareAndSet', key, expected, value, ttl) as Promise<boolean>,
    delete: (key) => call('delete', key) as Promise<void>,
  }
}
