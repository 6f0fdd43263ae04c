const ESCAPES: Readonly<Record<string, string>> = {
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
}
const UNICODE_ESCAPE = 6
const SHORT_ESCAPE = 2

/** The content of a JSON string, and where each of its code units stands in the text. */
export interface DecodedString {
  readonly value: string
  /** The offset in the text of a code unit of `value`; of its end for `value.length`. */
  offsetOf(index: number): number
}

/** Decodes the inside of a valid JSON string, which lies at [start, end) of the text, without its quotes. */
export function decodeJsonString(text: string, start: number, end: number): DecodedString {
  const raw = text.slice(start, end)
  if (!raw.includes('\\')) return { value: raw, offsetOf: (index) => start + index }
  const offsets: number[] = []
  const parts: string[] = []
  let at = 0
  while (at < raw.length) {
    offsets.push(start + at)
    const isEscape = raw[at] === '\\'
    parts.push(isEscape ? decodeEscape(raw, at) : raw[at]!)
    at += isEscape ? (raw[at + 1] === 'u' ? UNICODE_ESCAPE : SHORT_ESCAPE) : 1
  }
  offsets.push(end)
  return { value: parts.join(''), offsetOf: (index) => offsets[index]! }
}

function decodeEscape(raw: string, at: number): string {
  const letter = raw[at + 1]!
  if (letter === 'u') return String.fromCharCode(Number.parseInt(raw.slice(at + 2, at + 6), 16))
  return ESCAPES[letter] ?? letter
}
