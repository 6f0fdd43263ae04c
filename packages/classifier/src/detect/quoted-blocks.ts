import type { Line } from './line.ts'

/** What a line continues that began on a line before. */
export type QuotedBlock = 'cell' | 'argument' | 'docstring'

interface Opening {
  readonly block: QuotedBlock
  readonly from: number
  readonly isEnd: (line: Line) => boolean
}

const ROW = /^"[^"]*"(?:,|$)|,"/
const ARGUMENT = /(?:\s--?[\w-]+[= ]|^(?:echo|printf) )"(?:[^"\\]|\\.)*$/
const ARGUMENT_SINGLE = /\s--?[\w-]+[= ]'[^']*$/
const HERE_DOCUMENT = /<<[-~]?\s*(['"]?)([A-Z_]{2,})\1/
const DOCSTRING = /^(?:[rbfu]{0,2}("""|'''))/i
const MOST_LINES = 60

/** Which lines stand inside quotes that span lines: cells of separated values, arguments of commands, docstrings. */
export function findQuotedBlocks(lines: readonly Line[]): ReadonlyArray<QuotedBlock | undefined> {
  const blocks: (QuotedBlock | undefined)[] = new Array(lines.length).fill(undefined)
  let opening: Opening | undefined
  lines.forEach((line, index) => {
    if (opening === undefined) {
      opening = openingOf(line, index)
      return
    }
    const isEnd = opening.isEnd(line)
    if (isEnd) blocks.fill(opening.block, opening.from + 1, index + 1)
    if (isEnd || index - opening.from > MOST_LINES) opening = undefined
  })
  return blocks
}

function openingOf(line: Line, from: number): Opening | undefined {
  const { text, body, quotes, isContinued } = line
  if (isContinued) return undefined
  const here = text.includes('<<') ? HERE_DOCUMENT.exec(text) : null
  if (here !== null) return { block: 'argument', from, isEnd: ({ body }) => body === here[2] }
  const mark = quotes > 2 || body.startsWith("'''") ? DOCSTRING.exec(body)?.[1] : undefined
  if (mark !== undefined && !body.slice(4).includes(mark)) {
    return { block: 'docstring', from, isEnd: ({ text }) => text.includes(mark) }
  }
  if (isOdd(line)) {
    if (ARGUMENT.test(text)) return { block: 'argument', from, isEnd: isOdd }
    if (ROW.test(body)) return { block: 'cell', from, isEnd: isOdd }
  }
  const isSingle = text.includes("'") && ARGUMENT_SINGLE.test(text)
  return isSingle ? { block: 'argument', from, isEnd: ({ text }) => text.includes("'") } : undefined
}

/** Whether a line holds an odd number of double quotes, escaped ones aside. */
function isOdd({ quotes, text }: Line): boolean {
  const escaped = quotes > 0 && text.includes('\\"') ? text.split('\\"').length - 1 : 0
  return (quotes - escaped) % 2 === 1
}
