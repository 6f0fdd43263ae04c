import type { IncomingMessage, ServerResponse } from 'node:http'
import { createByteSink } from '../body/collect.ts'
import { appendField, type Fields } from '../wire/fields.ts'
import type { Caller, Incoming, Lateness } from '../wire/incoming.ts'

/**
 * Reads a request from the objects of Node's own server, which `@hono/node-server` hands on as `env`: without a `Request`,
 * its `Headers` and its stream, a request costs half as much. `undefined` where the app runs under another server.
 */
export function readNodeIncoming(_request: Request, env: unknown): Incoming | undefined {
  const { incoming, outgoing } = (env ?? {}) as Partial<NodeServerEnv>
  if (incoming?.rawHeaders === undefined || outgoing === undefined) return undefined
  // HTTP/2 has pseudo fields among its own.
  if (incoming.httpVersionMajor !== 1) return undefined
  return {
    fields: fieldsOf(incoming.rawHeaders),
    readBody: (maxBytes, late) => readBody(incoming, maxBytes, late),
    caller: createCaller(incoming, outgoing),
  }
}

interface NodeServerEnv {
  readonly incoming: IncomingMessage
  readonly outgoing: ServerResponse
}

function fieldsOf(raw: readonly string[]): Fields {
  const fields: Fields = new Map()
  for (let at = 0; at < raw.length; at += 2) {
    appendField(fields, (raw[at] as string).toLowerCase(), raw[at + 1] as string)
  }
  return fields
}

function readBody(
  incoming: IncomingMessage,
  maxBytes: number,
  { timeoutMs, reason }: Lateness,
): Promise<Uint8Array<ArrayBuffer>> {
  return new Promise((resolve, reject) => {
    const sink = createByteSink(maxBytes)
    const timer = timeoutMs === 0 ? undefined : setTimeout(() => fail(reason()), timeoutMs)

    function end(): void {
      clearTimeout(timer)
      incoming.off('data', take).off('end', finish).off('error', fail).off('close', breakOff)
    }
    function take(chunk: Buffer): void {
      try {
        sink.push(chunk)
      } catch (error) {
        fail(error as Error)
      }
    }
    function finish(): void {
      end()
      resolve(sink.bytes())
    }
    function fail(error: Error): void {
      end()
      // What still comes is not wanted; the server clears it away, or the connection, once the answer has gone.
      incoming.pause()
      // An error after this one would end the process if nobody heard it.
      incoming.on('error', () => undefined)
      reject(error)
    }
    function breakOff(): void {
      if (!incoming.complete) fail(new Error('the body broke off'))
    }
    incoming.on('data', take).on('end', finish).on('error', fail).on('close', breakOff)
    if (incoming.destroyed && !incoming.readableEnded) fail(new Error('the body broke off'))
  })
}

function createCaller(incoming: IncomingMessage, outgoing: ServerResponse): Caller {
  const hasLeft = (): boolean => incoming.errored != null || !outgoing.writableFinished
  return {
    isGone: () => outgoing.closed && hasLeft(),
    onGone(listener) {
      const onClose = (): void => {
        if (hasLeft()) listener()
      }
      outgoing.once('close', onClose)
      return () => outgoing.off('close', onClose)
    },
  }
}
