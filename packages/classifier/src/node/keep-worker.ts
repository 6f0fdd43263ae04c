import { type MessagePort, parentPort, workerData } from 'node:worker_threads'
import { scoreText } from '../onnx/score-text.ts'
import type { FromKeepThread, KeepThreadData, ToKeepThread } from './keep-messages.ts'
import { createModelStore } from './model-store.ts'

// The thread behind `onnxNode`: scores one text after the other. On the main thread it does nothing.
if (parentPort !== null) serve(parentPort, workerData as KeepThreadData)

function serve(port: MessagePort, { folder, threads }: KeepThreadData): void {
  const models = createModelStore(folder, threads)
  const cancelled = new Set<number>()
  let last: Promise<void> = Promise.resolve()

  async function score({ id, text, query }: ToKeepThread & { kind: 'score' }): Promise<void> {
    const proceed = () => {
      if (cancelled.has(id)) throw new Error('the deadline is over')
    }
    try {
      proceed()
      const scores = await scoreText(text, query, 'onnx-node', models, proceed)
      send({ kind: 'scores', id, scores })
    } catch (error) {
      send({ kind: 'failure', id, message: error instanceof Error ? error.message : String(error) })
    } finally {
      cancelled.delete(id)
    }
  }

  function send(message: FromKeepThread): void {
    port.postMessage(message)
  }

  port.on('message', (message: ToKeepThread) => {
    if (message.kind === 'cancel') cancelled.add(message.id)
    else if (message.kind === 'score') last = last.then(() => score(message))
    else void last.then(() => port.close())
  })
}
