import { MAX_PARSED_LENGTH } from '../stream/event-json.ts'

/** One event of a `text/event-stream`: its own bytes, and what they say (WHATWG HTML section 9.2.6). */
export interface SseEvent {
  /** All bytes from the first line to the blank line, both included; comments are kept. */
  readonly raw: Uint8Array
  /** The `event` field, or the empty string. */
  readonly event: string
  /**
   * The `data` lines joined by line feeds; absent where the block holds no data line (comments, `id`, `retry`), and empty
   * where it is too long for anybody here to look into.
   */
  readonly data: string | undefined
}

const decoder = new TextDecoder('utf-8')
const encoder = new TextEncoder()

/** Above this many bytes the data has more UTF-16 units than `parseEventJson` reads: it is not even decoded. */
const MAX_READ_BYTES = 3 * MAX_PARSED_LENGTH

/** So much of a longer block holds the fields before its data. */
const HEAD_BYTES = 1024

/** Reads one block of lines. Line ends may be LF, CRLF or CR; U+2028, U+2029 and U+0085 are ordinary text. */
export function parseSseEvent(raw: Uint8Array): SseEvent {
  const isLong = raw.length > MAX_READ_BYTES
  const { event, data } = readLines(isLong ? raw.subarray(0, HEAD_BYTES) : raw)
  return { raw, event, data: isLong ? '' : data }
}

function readLines(block: Uint8Array): Omit<SseEvent, 'raw'> {
  const data: string[] = []
  let event = ''
  for (const line of decoder.decode(block).split(/\r\n|\n|\r/)) {
    const colon = line.indexOf(':')
    const name = colon === -1 ? line : line.slice(0, colon)
    if (name !== 'data' && name !== 'event') continue
    const value = colon === -1 ? '' : line.slice(line[colon + 1] === ' ' ? colon + 2 : colon + 1)
    if (name === 'data') data.push(value)
    else event = value
  }
  return { event, data: data.length === 0 ? undefined : data.join('\n') }
}

/** Writes an event with LF line ends: the `event` field where there is one, then `data`, then the blank line. */
export function renderSseEvent(event: string, data: string): Uint8Array {
  const name = event === '' ? '' : `event: ${event}\n`
  const lines = data.split('\n').map((line) => `data: ${line}\n`)
  return encoder.encode(`${name}${lines.join('')}\n`)
}

/** Writes an event again with other data; its comments, `id` and `retry` lines are kept. */
export function replaceSseData(source: SseEvent, data: string): Uint8Array {
  const kept = decoder
    .decode(source.raw)
    .split(/\r\n|\n|\r/)
    .filter((line) => line !== '' && !/^data(:|$)/.test(line))
  const lines = [...kept, ...data.split('\n').map((line) => `data: ${line}`)]
  return encoder.encode(`${lines.join('\n')}\n\n`)
}
