import type { Fields } from '../wire/fields.ts'
import type { FieldSource } from '../wire/headers.ts'
import type { UpstreamFetch } from './upstream-fetch.ts'

/** A request as a transport takes it. */
export interface UpstreamInput {
  readonly method: string
  readonly fields: Fields
  readonly body: Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array> | null
}

/** The beginning of an answer, and the way to the rest. */
export interface UpstreamAnswer {
  readonly status: number
  readonly statusText: string
  /** Without those content codings that the transport undoes. */
  readonly fields: FieldSource
  /** The next chunk; `undefined` at the end. Nothing is read ahead by more than a little. */
  read(): Promise<Uint8Array | undefined>
}

/** A request on its way. */
export interface UpstreamCall {
  /** Resolves with the header of the answer. */
  readonly answer: Promise<UpstreamAnswer>
  /** Closes the connection; what is still awaited rejects with the reason. */
  abort(reason: Error): void
}

/** Sends one request. Never follows redirects. */
export type OpenUpstream = (url: string, input: UpstreamInput) => UpstreamCall

/** The transport behind a `fetch`: its own one where it has one, else through the objects of the web. */
export function openerOf(fetch: UpstreamFetch): OpenUpstream {
  return fetch.open ?? ((url, input) => callByFetch(fetch, url, input))
}

function callByFetch(
  fetch: UpstreamFetch,
  url: string,
  { method, fields, body }: UpstreamInput,
): UpstreamCall {
  const controller = new AbortController()
  const { signal } = controller
  const headers = new Headers([...fields])
  const init = { method, headers, body, redirect: 'manual', signal, duplex: 'half' } as const
  let reader: ReadableStreamDefaultReader<Uint8Array> | undefined

  /** Transports wrap or drop the reason of an abort: the signal remembers it. */
  async function withReason<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work()
    } catch (error) {
      throw signal.aborted ? signal.reason : error
    }
  }

  async function open(): Promise<UpstreamAnswer> {
    const response = await fetch(url, init)
    reader = response.body?.getReader()
    return {
      status: response.status,
      statusText: response.statusText,
      fields: response.headers as unknown as UpstreamAnswer['fields'],
      read: () => withReason(async () => (await reader?.read())?.value),
    }
  }

  return {
    answer: withReason(open),
    abort(reason) {
      controller.abort(reason)
      reader?.cancel().catch(() => undefined)
    },
  }
}
