import type { Definition } from '../inline/alias-state.ts'
import { createAliasTrie, scanAliases } from './alias-trie.ts'
import { countHit } from './hits.ts'
import type { Restorer } from './restorer.ts'

/**
 * A lane of JSON text: aliases count only inside strings, are recognised however they are escaped (`\u00a701`), and
 * their phrases are written JSON-escaped. Everything else passes as it came, JSON or not.
 */
export function createJsonLane(definitions: readonly Definition[]): Restorer {
  const trie = createAliasTrie(definitions)
  const hits = new Map<string, number>()
  /** Decoded units of the open string that are held, and how each was written. */
  let units = ''
  let written: string[] = []
  let isInString = false
  let partialEscape = ''

  function settle(isEnd: boolean): string {
    const { matches, heldFrom } = scanAliases(trie, units, isEnd)
    let out = ''
    let at = 0
    for (const { from, to, definition } of matches) {
      out += written.slice(at, from).join('') + JSON.stringify(definition.phrase).slice(1, -1)
      at = to
      countHit(hits, definition.alias)
    }
    const until = isEnd ? units.length : withoutHalfPair(written, at, heldFrom)
    out += written.slice(at, until).join('')
    units = units.slice(until)
    written = written.slice(until)
    return out
  }

  function readString(text: string, from: number): { out: string; at: number } {
    let at = from
    while (at < text.length) {
      if (text[at] === '"') {
        isInString = false
        return { out: settle(true) + '"', at: at + 1 }
      }
      const end = text[at] === '\\' ? escapeEnd(text, at) : at + 1
      if (end === undefined) {
        partialEscape = text.slice(at)
        break
      }
      const raw = text.slice(at, end)
      units += decodeUnit(raw)
      written.push(raw)
      at = end
    }
    return { out: settle(false), at: text.length }
  }

  return {
    push(chunk) {
      const text = partialEscape + chunk
      partialEscape = ''
      let out = ''
      for (let at = 0; at < text.length; ) {
        if (isInString) {
          const read = readString(text, at)
          out += read.out
          at = read.at
        } else {
          const quote = text.indexOf('"', at)
          const end = quote < 0 ? text.length : quote + 1
          out += text.slice(at, end)
          at = end
          isInString = quote >= 0
        }
      }
      return out
    },
    flush() {
      const out = settle(true) + partialEscape
      partialEscape = ''
      isInString = false
      return out
    },
    hits,
    get heldLength() {
      return written.join('').length + partialEscape.length
    },
  }
}

const HEX = /^[0-9a-fA-F]{4}$/

/** Where an escape ends; `undefined` while its rest has not arrived. What is no escape ends after two characters. */
function escapeEnd(text: string, at: number): number | undefined {
  if (at + 1 >= text.length) return undefined
  if (text[at + 1] !== 'u') return at + 2
  const digits = text.slice(at + 2, at + 6)
  if (HEX.test(digits)) return at + 6
  return digits.length < 4 && /^[0-9a-fA-F]*$/.test(digits) ? undefined : at + 2
}

const ESCAPES: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' }

function decodeUnit(raw: string): string {
  if (raw.length === 1) return raw
  if (raw.length === 6) return String.fromCharCode(Number.parseInt(raw.slice(2), 16))
  // `\u` without its digits is no character; nothing may match across it.
  return raw[1] === 'u' ? '\0' : (ESCAPES[raw[1]!] ?? raw[1]!)
}

/** A raw half of a surrogate pair waits for its other half; an escaped one is whole text already. */
function withoutHalfPair(written: readonly string[], from: number, until: number): number {
  const last = until > from && until === written.length ? written[until - 1]! : ''
  return /^[\ud800-\udbff]$/.test(last) ? until - 1 : until
}
