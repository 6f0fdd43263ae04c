import { Readable } from 'node:stream'
import type { ReadableStream as NodeReadableStream } from 'node:stream/web'
import type { Dispatcher } from 'undici'
import type { UpstreamAnswer, UpstreamCall, UpstreamInput } from '../upstream/upstream-call.ts'
import type { Fields } from '../wire/fields.ts'
import { decodeAnswer } from './decode-answer.ts'

/** Bytes of an answer that wait for their reader before the connection is paused. */
const MAX_WAITING_BYTES = 64 * 1024

/** Sends one request through a dispatcher of undici, and reads its answer without a stream in between. */
export function callByDispatcher(
  dispatcher: Dispatcher,
  url: string,
  { method, fields, body }: UpstreamInput,
): UpstreamCall {
  const { origin, path } = splitUrl(url)
  const handler = createHandler()
  dispatcher.dispatch(
    {
      origin,
      path,
      method: method as Dispatcher.HttpMethod,
      headers: fields as unknown as Iterable<[string, string]>,
      body: body instanceof ReadableStream ? asNodeStream(body) : body,
    },
    handler,
  )
  return { answer: handler.answer, abort: handler.abort }
}

/** Origin and path of an absolute URL, as undici takes them; a fragment is no part of a request. */
function splitUrl(url: string): { readonly origin: string; readonly path: string } {
  const { origin, pathname, search } = new URL(url)
  return { origin, path: `${pathname}${search}` }
}

function asNodeStream(body: ReadableStream<Uint8Array>): Readable {
  return Readable.fromWeb(body as unknown as NodeReadableStream)
}

interface CallHandler extends Dispatcher.DispatchHandler {
  readonly answer: Promise<UpstreamAnswer>
  abort(reason: Error): void
}

interface Reader {
  resolve(chunk: Uint8Array | undefined): void
  reject(error: Error): void
}

function createHandler(): CallHandler {
  const { promise: answer, resolve, reject } = withResolvers<UpstreamAnswer>()
  const waiting: Uint8Array[] = []
  let waitingBytes = 0
  let controller: Dispatcher.DispatchController | undefined
  let reader: Reader | undefined
  let failure: Error | undefined
  let hasEnded = false

  function fail(error: Error): void {
    failure ??= error
    reject(failure)
    reader?.reject(failure)
    reader = undefined
  }

  function read(): Promise<Uint8Array | undefined> {
    const chunk = waiting.shift()
    if (chunk !== undefined) {
      waitingBytes -= chunk.length
      if (waitingBytes < MAX_WAITING_BYTES) controller?.resume()
      return Promise.resolve(chunk)
    }
    if (hasEnded) return END
    if (failure !== undefined) return Promise.reject(failure)
    return new Promise((resolve, reject) => {
      reader = { resolve, reject }
    })
  }

  return {
    answer,
    abort(reason) {
      if (hasEnded || failure !== undefined) return
      waiting.length = 0
      fail(reason)
      controller?.abort(reason)
    },
    onRequestStart(started) {
      controller = started
      if (failure !== undefined) started.abort(failure)
    },
    onResponseStart(_, status, headers, statusText = '') {
      // An interim answer (1xx) is not the answer.
      if (status < 200) return
      resolve(decodeAnswer({ status, statusText, fields: toFields(headers), read }))
    },
    onResponseData(_, chunk) {
      if (failure !== undefined) return
      if (reader !== undefined) {
        reader.resolve(chunk)
        reader = undefined
        return
      }
      waiting.push(chunk)
      waitingBytes += chunk.length
      if (waitingBytes >= MAX_WAITING_BYTES) controller?.pause()
    },
    onResponseEnd() {
      hasEnded = true
      reader?.resolve(undefined)
    },
    onResponseError: (_, error) => fail(error),
  }
}

const END: Promise<undefined> = Promise.resolve(undefined)

function toFields(headers: Readonly<Record<string, string | string[] | undefined>>): Fields {
  const fields: Fields = new Map()
  for (const name of Object.keys(headers)) {
    const value = headers[name]
    if (value !== undefined) fields.set(name, typeof value === 'string' ? value : value.join(', '))
  }
  return fields
}

function withResolvers<T>(): {
  readonly promise: Promise<T>
  readonly resolve: (value: T) => void
  readonly reject: (error: Error) => void
} {
  let resolve!: (value: T) => void
  let reject!: (error: Error) => void
  const promise = new Promise<T>((onValue, onError) => {
    resolve = onValue
    reject = onError
  })
  // It may fail before anybody waits for it, or after nobody does.
  promise.catch(() => undefined)
  return { promise, resolve, reject }
}
