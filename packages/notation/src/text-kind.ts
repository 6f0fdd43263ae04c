import { sampleLines } from './sample.ts'

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

const LEAST_LINES = 4
/** A shorter line saves nothing when it repeats. */
const LEAST_LENGTH = 8
const LEAST_ALIKE = 3
const ALIKE_SHARE = 0.2
const KEY_LENGTH = 10

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

/** What kind of lines a text holds, from a few thousand characters; `undefined` where none pays. */
export function textKind(text: string): TextKind | undefined {
  if (JSON_BEGINS.test(text.slice(0, 100))) return undefined
  const { lines, hasLists } = sampleLines(text)
  if (lines.length < LEAST_LINES) return undefined
  const rule = RULES.find(
    ({ line, share }) => lines.filter((text) => line.test(text)).length >= lines.length * share,
  )
  return rule?.kind ?? (hasLists || isRepetitive(lines) ? 'lines' : undefined)
}

/** Whether enough lines begin or end like one before them, numbers aside. */
function isRepetitive(lines: readonly string[]): boolean {
  const begins = new Set<string>()
  const ends = new Set<string>()
  let alike = 0
  let counted = 0
  for (const line of lines) {
    const plain = line.trim().replace(/\d+/g, '0')
    if (plain.length < LEAST_LENGTH) continue
    const begin = plain.slice(0, KEY_LENGTH)
    const end = plain.slice(-KEY_LENGTH)
    counted += 1
    if (begins.has(begin) || ends.has(end)) alike += 1
    begins.add(begin)
    ends.add(end)
  }
  return alike >= LEAST_ALIKE && alike >= counted * ALIKE_SHARE
}
