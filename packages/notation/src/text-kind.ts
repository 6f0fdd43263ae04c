import { areAlike } from './alike-lines.ts'
import { splitLongLines } from './lines/long-lines.ts'

/** Names of the text notations; each is the word after `~` in what it writes. */
export type TextKind =
  | 'diagnostics'
  | 'log'
  | 'listing'
  | 'diff'
  | 'tests'
  | 'trace'
  | 'table'
  | 'tree'
  | 'lines'

const SAMPLE_CHARACTERS = 4000
const LEAST_LINES = 4

/** How a line of the kind looks, and the share of such lines from which a text counts as that kind. */
interface Rule {
  readonly kind: TextKind
  readonly line: RegExp
  readonly share: number
}

const RULES: readonly Rule[] = [
  { kind: 'diff', line: /^(?:@@ |diff --git |[+-]{3} [ab]\/|commit [0-9a-f]{7,40}$)/, share: 0.03 },
  {
    kind: 'diagnostics',
    line: /^ +(?:(?:-->|┌─) \S.*:\d+:\d+|╭─\[.*:\d+:\d+\]|\| +\^~*(?: .*)?)$/,
    share: 0.02,
  },
  { kind: 'log', line: /^.{0,16}?(?:\d{4}[-/.]\d\d[-/.]\d\d|\d\d:\d\d:\d\d)/, share: 0.3 },
  {
    kind: 'tests',
    line: /\b(?:PASSED|FAILED|SKIPPED|XFAIL)\b|^\s*(?:--- (?:PASS|FAIL|SKIP)|=== RUN|ok |not ok |test .* \.\.\. |[✓✔✗✘×])/,
    share: 0.25,
  },
  {
    kind: 'log',
    line: /^.{0,24}?\b(?:TRACE|DEBUG|INFO|NOTICE|WARN(?:ING)?|ERROR|FATAL)\b/,
    share: 0.3,
  },
  {
    kind: 'trace',
    line: /^\s*(?:at \S+|File ".*", line \d+|#\d+ +0x|\d+: +0x|goroutine \d+|Traceback |Caused by: )/,
    share: 0.2,
  },
  {
    kind: 'tree',
    line: /^\s*- (?:[a-z]+(?: ".*")?(?: \[[a-z]+(?:=[^\]]*)?\])*:?|\/?[a-z]+: .*)$/,
    share: 0.6,
  },
  {
    kind: 'listing',
    line: /^(?:[bcdlps-][r-][w-][xsS-][r-][w-].{4,6}\s|(?:\.{0,2}\/)?[\w@.+~-]+(?:\/[\w@.+~ -]*)+(?::\d+[:-].*)?$|[│├└ ]*[├└]── |[ MADRCU?!]{2} \S+$|total \d+$)/,
    share: 0.4,
  },
  {
    kind: 'table',
    line: /^(?:\s*[|+].*[|+]\s*$|.* \| .* \| |[^,\t]*(?:[,\t][^,\t]*){2,}$)/,
    share: 0.7,
  },
]

/** JSON has a notation of its own. */
const JSON_BEGINS = /^\s*(?:\[\s*(?:[[{"\]]|(?:true|false|null|-?[\d.]+)\s*[,\]])|\{\s*["}])/

/** What kind of lines a text holds, from its first few thousand characters; `undefined` where none pays. */
export function textKind(text: string): TextKind | undefined {
  if (JSON_BEGINS.test(text.slice(0, 100))) return undefined
  const lines = sampleOf(text).split('\n')
  const { units, joiners } = splitLongLines(lines)
  if (units.length < LEAST_LINES) return undefined
  const filled = units.filter((line) => line.trim() !== '').map((line) => line.slice(0, 300))
  const rule = RULES.find(
    ({ line, share }) => filled.filter((text) => line.test(text)).length >= filled.length * share,
  )
  return rule?.kind ?? (joiners.size > 0 || areAlike(filled) ? 'lines' : undefined)
}

/** The beginning of a text, and as much from its middle. */
function sampleOf(text: string): string {
  const middle = Math.max(SAMPLE_CHARACTERS, text.length >> 1)
  return text.slice(0, SAMPLE_CHARACTERS) + '\n' + text.slice(middle, middle + SAMPLE_CHARACTERS)
}
