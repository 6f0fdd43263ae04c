import { renderLines, splitLines, worthwhile } from '../lines/line-notation.ts'
import { readLines } from '../lines/read-lines.ts'
import type { Notation } from '../notation.ts'
import { explainFrames } from './explain.ts'
import { beginningOfShort, isShortened } from './head.ts'
import { restoreFrames } from './restore.ts'
import { shortenFrames } from './shorten.ts'

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
      const short = shortenFrames(lines)
      if (short === undefined && isShortened(lines)) return undefined
      const sentences = short === undefined ? [] : explainFrames(short)
      const rendered = renderLines(
        {
          name,
          lines: short ?? lines,
          crlf,
          sentences,
          beginningOf: short === undefined ? () => '' : beginningOfShort(short),
        },
        options,
      )
      return rendered === undefined ? undefined : worthwhile(rendered, text, leastSavings, options)
    },
    parse(text) {
      const { lines, crlf } = splitLines(readLines(text))
      return isShortened(lines)
        ? restoreFrames(lines).join(crlf ? '\r\n' : '\n')
        : lines.join(crlf ? '\r\n' : '\n')
    },
  }
}
