import type { RenderedPart } from '../rendered-part.ts'
import { type DialectName, decodeUtf8, type ReadRequest, readSource } from './read-request.ts'
import { type ReadSoFar, type RequestReading, StaleReadingError } from './reading.ts'
import { changesOf, spliceSource } from './splice-source.ts'
import { startsWithBytes } from './starts-with-bytes.ts'
import { type StringStyle, type StyleSigns, styleOf, styleSignsOf } from './string-style.ts'

/** Bounds of `createRequestReader`. */
export interface RequestReaderOptions {
  /** Bytes that are remembered of bodies, and of what was sent in their place. @default 64 MiB */
  readonly maxBytes?: number
  /** Requests that are remembered; the longest unused goes. @default 256 */
  readonly maxRequests?: number
}

/** Reads request bodies. What it remembers of earlier ones saves time and never changes a result. */
export interface RequestReader {
  /**
   * The same as `readRequest` of a known dialect.
   * @param scope separates what is remembered, by tenant for example
   */
  read(body: Uint8Array, dialect: DialectName, scope?: string): ReadRequest | undefined
}

/** A body up to the end of its last message, and what was made of it. */
interface Known {
  readonly scope: string
  readonly dialect: DialectName
  /** The bytes up to there, a copy of our own. */
  readonly bytes: Uint8Array
  /** The text up to the bracket that opens the list of messages, that included. */
  readonly head: string
  readonly soFar: ReadSoFar
  readonly signs: StyleSigns
  sent?: Sent
}

/** What was sent up to the end of the last message. */
interface Sent {
  readonly bytes: Uint8Array
  readonly texts: readonly string[]
  readonly style: StringStyle
}

/** What is read of a body: all of it, or its head and what follows a known beginning. */
interface Read {
  /** The whole text, or `head` and what follows the known messages. */
  readonly source: string
  readonly reading: RequestReading
  readonly isStream: boolean
  readonly known?: Known
  /** What stood between the known messages and the rest: white space and a comma. */
  readonly gap: string
}

const encoder = new TextEncoder()

/**
 * Makes a reader for callers that send a growing conversation again and again: a body that begins with the bytes of an
 * earlier one, up to the end of its last message, is read from there, and what was sent for that beginning is sent again
 * without being written again.
 */
export function createRequestReader(options: RequestReaderOptions = {}): RequestReader {
  const { maxBytes = 64 * 1024 * 1024, maxRequests = 256 } = options
  // A Set keeps insertion order: the first one is the one used longest ago.
  const all = new Set<Known>()
  let held = 0

  function forget(known: Known): void {
    if (all.delete(known)) held -= sizeOf(known)
  }

  function keep(known: Known): void {
    all.add(known)
    held += sizeOf(known)
    for (const oldest of all) {
      if (held <= maxBytes && all.size <= maxRequests) return
      forget(oldest)
    }
  }

  function keepSent(known: Known, sent: Sent): void {
    const isKept = all.has(known)
    forget(known)
    known.sent = sent
    if (isKept) keep(known)
  }

  function findKnown(body: Uint8Array, dialect: DialectName, scope: string): Known | undefined {
    let best: Known | undefined
    for (const known of all) {
      if (known.scope !== scope || known.dialect !== dialect) continue
      if (best !== undefined && best.bytes.length >= known.bytes.length) continue
      if (startsWithBytes(body, known.bytes)) best = known
    }
    return best
  }

  return {
    read(body, dialect, scope = '') {
      const known = findKnown(body, dialect, scope)
      const read = (known && readOn(body, known)) ?? readWhole(body, dialect)
      if (read === undefined) return undefined
      const next = remember(read, body, dialect, scope)
      if (next !== undefined) {
        if (read.known !== undefined) forget(read.known)
        keep(next)
      }
      const { model, restrictions, parts } = read.reading
      return {
        dialect,
        model,
        isStream: read.isStream,
        transcript: { parts: parts.map(({ part }) => part), restrictions },
        splice(rendered) {
          const { body: spliced, sent } = splice(read, body, dialect, rendered)
          if (next !== undefined) keepSent(next, sent)
          return spliced
        },
      }
    },
  }
}

function sizeOf({ bytes, sent }: Known): number {
  return bytes.length + (sent?.bytes.length ?? 0)
}

function readWhole(body: Uint8Array, dialect: DialectName): Read | undefined {
  const source = decodeUtf8(body)
  const read = source === undefined ? undefined : readSource(source, dialect)
  return source === undefined || read === undefined
    ? undefined
    : { source, reading: read.reading, isStream: read.isStream, gap: '' }
}

/** Reads what follows the known messages; `undefined` where the whole body must be read. */
function readOn(body: Uint8Array, known: Known): Read | undefined {
  const rest = decodeUtf8(body.subarray(known.bytes.length))
  // The list goes on with another message, or ends; anything else is left to the whole reading to refuse.
  const [gap] = /^[ \t\r\n]*(?:,(?![ \t\r\n]*\])|(?=\]))/.exec(rest ?? '') ?? []
  if (rest === undefined || gap === undefined) return undefined
  const source = known.head + rest.slice(gap.length)
  try {
    const read = readSource(source, known.dialect, known.soFar)
    return read && { source, reading: read.reading, isStream: read.isStream, known, gap }
  } catch (error) {
    if (error instanceof StaleReadingError) return undefined
    throw error
  }
}

/** What a later request may go on from: the body up to the end of its last message. */
function remember(
  { source, reading, known, gap }: Read,
  body: Uint8Array,
  dialect: DialectName,
  scope: string,
): Known | undefined {
  const { list, soFar } = reading
  if (list?.kind !== 'array') return undefined
  const last = list.items.at(-1)
  if (last === undefined && known !== undefined) return known
  // Behind a number more digits could follow.
  if (last?.kind !== 'object') return undefined
  const before = known?.bytes.length ?? 0
  const from = known === undefined ? 0 : known.head.length
  const added = source.slice(from, last.end)
  const length = before + byteLength(gap) + byteLength(added)
  return {
    scope,
    dialect,
    bytes: body.slice(0, length),
    head: source.slice(0, list.start + 1),
    soFar,
    signs: joinSigns(known?.signs, styleSignsOf(added)),
  }
}

function joinSigns(known: StyleSigns | undefined, added: StyleSigns): StyleSigns {
  return {
    hasEscaped: added.hasEscaped || known?.hasEscaped === true,
    hasRaw: added.hasRaw || known?.hasRaw === true,
  }
}

interface Spliced {
  readonly body: Uint8Array
  readonly sent: Sent
}

function splice(read: Read, body: Uint8Array, dialect: DialectName, rendered: Rendered): Spliced {
  const { source, reading, known, gap } = read
  const style = styleOf(joinSigns(known?.signs, styleSignsOf(source)))
  const before = known && sentBefore(known, rendered, style)
  if (known !== undefined && before === undefined) {
    // Something is sent otherwise than before: the whole body is written anew.
    const whole = readWhole(body, dialect)
    if (whole === undefined) throw new Error('a body that was read cannot be read again')
    return splice(whole, body, dialect, rendered)
  }
  const start = known?.head.length ?? 0
  const end = lastEndOf(reading) ?? start
  const changes = changesOf(...written(reading, known, rendered))
  const added = spliceSource(source, changes, style, start, end)
  const rest = spliceSource(source, changes, style, end)
  const isAdded = end > start
  const bytes = concat(before ?? NOTHING, encoder.encode(isAdded ? gap + added : ''))
  const isSame = rendered.every(({ part, text }) => text === part.text)
  return {
    body: isSame ? body : concat(bytes, encoder.encode(isAdded ? rest : gap + rest)),
    sent: { bytes, style, texts: rendered.map(({ text }) => text) },
  }
}

type Rendered = readonly RenderedPart[]

const NOTHING = new Uint8Array(0)

/** What was sent for the known messages, where they are rendered as they were then. */
function sentBefore(
  { sent, soFar }: Known,
  rendered: Rendered,
  style: StringStyle,
): Uint8Array | undefined {
  if (sent === undefined || sent.style !== style) return undefined
  const isSame = soFar.parts.every(
    ({ part }, at) => rendered[at]?.part.id === part.id && rendered[at].text === sent.texts[at],
  )
  return isSame ? sent.bytes : undefined
}

/** The parts that are still to be written: those whose places are in this source. */
function written(
  { parts }: RequestReading,
  known: Known | undefined,
  rendered: Rendered,
): [RequestReading['parts'], Rendered] {
  if (known === undefined) return [parts, rendered]
  const { leading, parts: before } = known.soFar
  const isWritten = (_: unknown, at: number): boolean => at < leading || at >= before.length
  return [parts.filter(isWritten), rendered.filter(isWritten)]
}

function lastEndOf({ list }: RequestReading): number | undefined {
  return list?.kind === 'array' ? list.items.at(-1)?.end : undefined
}

function concat(left: Uint8Array, right: Uint8Array): Uint8Array {
  const whole = new Uint8Array(left.length + right.length)
  whole.set(left)
  whole.set(right, left.length)
  return whole
}

function byteLength(text: string): number {
  return encoder.encode(text).length
}
