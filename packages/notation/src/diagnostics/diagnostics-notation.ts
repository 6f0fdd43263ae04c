import {
  type LineLimits,
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

/** Where short frames leave less than this share of the characters, the text is not tried without them. */
const SURELY_LESS = 0.75
/** Where they leave more, it is tried without them only. */
const MOST_LEFT = 0.95

/**
 * The notation of what compilers and linters print with the source that they point to: frames are written short, and
 * what is left is written by lines as any other text.
 */
export function diagnosticsNotation(
  name: string,
  { leastSavings }: LineLimits,
  probe: (text: string) => boolean,
): Notation {
  return {
    name,
    probe,
    render(text, options) {
      if (text.length * 8 > options.workLimit) return undefined
      const { lines, crlf } = splitLines(text)
      const plain = { name, lines, crlf, leastSavings, sentences: [], beginningOf: undefined }
      const short = shortenFrames(lines)
      const share = short === undefined ? 1 : lengthOf(short) / lengthOf(lines)
      const best = smaller(
        short === undefined || share > MOST_LEFT ? undefined : renderShort(short, plain, options),
        share < SURELY_LESS || isShortened(lines) ? undefined : renderLines(plain, options),
      )
      return best && worthwhile(best, leastSavings, options)
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
  short: readonly string[],
  plain: LinesToWrite,
  options: NotationRenderOptions,
): RenderedLines | undefined {
  const sentences = explainFrames(short)
  const beginningOf = beginningOfShort(short)
  return renderLines({ ...plain, lines: short, sentences, beginningOf }, options)
}

function lengthOf(lines: readonly string[]): number {
  return lines.reduce((length, line) => length + line.length + 1, 0)
}
