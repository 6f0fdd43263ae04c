import type { Incoming } from '../wire/incoming.ts'
import { WIRE_ERRORS, WireFailure } from '../wire/wire-error.ts'
import { BodyTooLargeError, createByteSink } from './collect.ts'
import { CONTENT_DECODERS, type ContentDecoder } from './content-codings.ts'

const MAX_CODINGS = 4

/** Limits on what a caller may send. */
export interface BodyLimits {
  /** Bytes, both as they arrive and after decoding. */
  readonly maxBytes: number
  /** Milliseconds for the whole body to arrive; 0 switches the limit off. */
  readonly timeoutMs: number
}

/** A request body: as it came, and as the text that its content codings hid. */
export interface RequestBody {
  readonly received: Uint8Array<ArrayBuffer>
  readonly decoded: Uint8Array
  /** Whether `decoded` is anything else than `received`. */
  readonly isEncoded: boolean
}

/** Reads and decodes a body; throws WireFailure with 400, 408, 413 or 415. */
export async function readBody(incoming: Incoming, limits: BodyLimits): Promise<RequestBody> {
  const received = await receive(incoming, limits)
  const codings = listCodings(incoming.fields.get('content-encoding'))
  let decoded: Uint8Array = received
  for (const coding of codings.toReversed()) {
    decoded = await decodeOne(coding, decoded, limits.maxBytes)
  }
  return { received, decoded, isEncoded: codings.length > 0 }
}

async function receive(incoming: Incoming, limits: BodyLimits): Promise<Uint8Array<ArrayBuffer>> {
  if (Number(incoming.fields.get('content-length') ?? 0) > limits.maxBytes) {
    throw new WireFailure(WIRE_ERRORS.tooLarge(limits.maxBytes))
  }
  const { maxBytes, timeoutMs } = limits
  try {
    return await incoming.readBody(maxBytes, {
      timeoutMs,
      reason: () => new WireFailure(WIRE_ERRORS.slowBody()),
    })
  } catch (error) {
    throw asFailure(error, maxBytes, 'The request body broke off. Send it again.')
  }
}

function listCodings(field: string | null | undefined): string[] {
  if (field == null) return []
  const codings = field
    .split(',')
    .map((coding) => coding.trim().toLowerCase())
    .filter((coding) => coding !== '' && coding !== 'identity')
  const unknown = codings.find((coding) => !Object.hasOwn(CONTENT_DECODERS, coding))
  if (unknown !== undefined) throw new WireFailure(WIRE_ERRORS.unknownCoding(clean(unknown)))
  if (codings.length > MAX_CODINGS) {
    throw new WireFailure(WIRE_ERRORS.unknownCoding(`${codings.length} codings`))
  }
  return codings
}

async function decodeOne(coding: string, bytes: Uint8Array, maxBytes: number): Promise<Uint8Array> {
  const decode = CONTENT_DECODERS[coding]
  if (decode === undefined) throw new WireFailure(WIRE_ERRORS.unknownCoding(clean(coding)))
  try {
    return await decodeWithin(decode, bytes, maxBytes)
  } catch (error) {
    throw asFailure(error, maxBytes, `The request body is not valid ${coding}.`)
  }
}

/** A body that decodes to this many times its own length, and to so many bytes, may be a bomb. */
const BOMB_RATIO = 50
const BOMB_BYTES = 4 * 1024 * 1024

/**
 * Decodes, and keeps nothing of what may be a bomb before its length is known: such a body is decoded twice, and one
 * beyond the limit costs no memory.
 */
async function decodeWithin(
  decode: ContentDecoder,
  bytes: Uint8Array,
  maxBytes: number,
): Promise<Uint8Array> {
  const suspicious = Math.max(BOMB_BYTES, BOMB_RATIO * bytes.length)
  const counted = { total: 0 }
  let sink = createByteSink(maxBytes)
  await decode(bytes, {
    push(chunk) {
      counted.total += chunk.length
      if (counted.total > maxBytes) throw new BodyTooLargeError(maxBytes)
      if (counted.total <= suspicious) sink.push(chunk)
      else sink = createByteSink(maxBytes)
    },
  })
  if (counted.total > suspicious) await decode(bytes, sink)
  return sink.bytes()
}

function asFailure(error: unknown, maxBytes: number, message: string): WireFailure {
  if (error instanceof WireFailure) return error
  if (error instanceof BodyTooLargeError) {
    return new WireFailure(WIRE_ERRORS.tooLarge(maxBytes), error)
  }
  return new WireFailure(WIRE_ERRORS.badBody(message), error)
}

/** A caller's word that goes back into a message: bounded and printable. */
function clean(word: string): string {
  return word.replace(/[^\x21-\x7e ]/g, '?').slice(0, 40)
}
