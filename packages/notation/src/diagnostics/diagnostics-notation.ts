import {
  type LinesToWrite,
  type RenderedLines,
  renderLines,
  smaller,
  splitLines,
  worthwhile,
} from '../lines/line-notation.ts'
import { readLines } from '../lines/read-lines.ts'
import type { Notation, NotationRenderOptions } from '../notation.ts'
import { explainFrames } from './explain.ts'
import { beginningOfShort, isShortened } from './head.ts'
import { restoreFrames } from './restore.ts'
import { shortenFrames } from './shorten.ts'

/** Where short frames leave more than this share of the tokens, the text is tried without them too. */
const ENOUGH = 0.6

/**
 * The notation of what compilers and linters print with the source that they point to: frames are written short, and
 * what is left is written by lines as any other text.
 * @param leastSavings share of tokens below which the text stays as it is, but for level `dense`
 */
export function diagnosticsNotation(
  name: string,
  leastSavings: number,
  probe: (text: string) => boolean,
): Notation {
  return {
    name,
    probe,
    render(text, options) {
      if (text.length * 8 > options.workLimit) return undefined
      const { lines, crlf } = splitLines(text)
      const plain = { name, lines, crlf, sentences: [], beginningOf: undefined }
      const tokensBefore = options.tokensBefore ?? options.counter.countTokens(text)
      const rendered = renderShort(plain, options)
      const isEnough = rendered !== undefined && rendered.tokens < tokensBefore * ENOUGH
      const other = isEnough || isShortened(lines) ? undefined : renderLines(plain, options)
      const best = smaller(rendered, other)
      return best && worthwhile(best, text, leastSavings, { ...options, tokensBefore })
    },
    parse(text) {
      const { lines, crlf } = splitLines(readLines(text))
      return isShortened(lines)
        ? restoreFrames(lines).join(crlf ? '\r\n' : '\n')
        : lines.join(crlf ? '\r\n' : '\n')
    },
  }
}

function renderShort(
  plain: LinesToWrite,
  options: NotationRenderOptions,
): RenderedLines | undefined {
  const short = shortenFrames(plain.lines)
  if (short === undefined) return undefined
  const sentences = explainFrames(short)
  const beginningOf = beginningOfShort(short)
  return renderLines({ ...plain, lines: short, sentences, beginningOf }, options)
}
