import { NotationError } from '../errors.ts'
import type { Notation, NotationRenderOptions } from '../notation.ts'
import { createWriteContext } from './json-context.ts'
import type { ValueTraits } from './json-mark.ts'
import { findJsonSpans, type JsonSpan } from './json-spans.ts'
import { readJsonText, readRendered, writeRendered } from './json-text.ts'
import { readValue } from './read-value.ts'
import { createScanner, type Scanner } from './scan-json.ts'
import { type WriteContext, writeValue } from './write-value.ts'

const HEADER = '~text-with-json:\n'
const OPENER = '<json>'
const CLOSER = '</json>'

/** Prose, logs or markdown in which the JSON parts alone are rendered, between `<json>` and `</json>`. */
export const textWithJson: Notation = {
  name: 'text-with-json',
  probe: (text) => /[{[]\s{0,40}["{[]/.test(text) && !looksWhole(text),
  render(text, options) {
    if (text.length > options.workLimit || text.includes(`${OPENER}~`)) return undefined
    const spans = findJsonSpans(text)
    if (spans.length === 0 || isWhole(spans, text)) return undefined
    return writeSpans(text, spans, options)
  },
  parse(text, { references }) {
    const readText = (from: Scanner, traits: ValueTraits) => readValue(from, references, traits)
    if (!text.startsWith(HEADER)) throw new NotationError('an unfinished header', HEADER.length)
    let out = ''
    let at = HEADER.length
    for (;;) {
      const opener = text.indexOf(`${OPENER}~`, at)
      if (opener < 0) return out + text.slice(at)
      const scanner = createScanner(text, opener + OPENER.length)
      out += text.slice(at, opener) + readRendered(scanner, readText)
      at = scanner.at()
      if (!text.startsWith(CLOSER, at)) throw new NotationError(`no ${CLOSER} after the value`, at)
      at += CLOSER.length
    }
  },
}

/** Begins and ends as JSON does: spares most JSON texts a second reading. */
function looksWhole(text: string): boolean {
  return /^\s{0,16}[{[]\s{0,40}["{[]/.test(text) && /[\]}]/.test(text.trimEnd().slice(-1))
}

/** A text that is nothing but JSON has a notation of its own. */
function isWhole(spans: readonly JsonSpan[], text: string): boolean {
  const [{ start, end }] = spans as [JsonSpan]
  return spans.length === 1 && text.slice(0, start).trim() === '' && text.slice(end).trim() === ''
}

function writeSpans(
  text: string,
  spans: readonly JsonSpan[],
  options: NotationRenderOptions,
): string | undefined {
  const context = createWriteContext(options, text.length)
  let out = HEADER
  let at = 0
  for (const { start, end } of spans) {
    const block = writeBlock(text.slice(start, end), context)
    if (block === undefined) continue
    out += text.slice(at, start) + block
    at = end
  }
  return at === 0 ? undefined : out + text.slice(at)
}

/** One part, if it becomes shorter. */
function writeBlock(source: string, context: WriteContext): string | undefined {
  const json = readJsonText(source)
  const rendered = json && writeRendered(json, writeValue(json.node, context))
  if (rendered === undefined) return undefined
  const block = OPENER + rendered + CLOSER
  return context.count(block) < context.count(source) ? block : undefined
}
