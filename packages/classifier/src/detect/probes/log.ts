import type { Line } from '../line.ts'
import { type Form, formOfRules, type Probe, type Rule, type Surroundings } from '../probe.ts'
import { DIAGNOSTIC_RULES, FRAME_RULES } from './log-diagnostics.ts'
import { BUILD_RULES, TEST_RULES } from './log-runs.ts'

/** What programs print while they run: stamped and levelled lines, builds, tests, diagnostics of compilers and linters. */
export const logProbe: Probe = {
  kind: 'log',
  holds: ['stack_trace', 'code', 'json_api', 'table', 'listing', 'diff', 'prose'],
  holdsFrom: 0.2,
  forms: [
    logForm('stamps', STAMP_RULES()),
    logForm('levels', LEVEL_RULES()),
    { name: 'prefixes', score: scorePrefix },
    logForm('builds', BUILD_RULES),
    logForm('tests', TEST_RULES),
    logForm('diagnostics', [...DIAGNOSTIC_RULES, ...FRAME_RULES]),
  ],
}

function logForm(name: string, rules: readonly Rule[]): Form {
  return formOfRules(name, rules, between)
}

/** Lines between those that show the form may be anything that a program prints; talk least. */
function between(line: Line, { prose }: Surroundings): number {
  if (line.isContinued) return /\.py::\w+/.test(line.text) ? 2 : -0.9
  if (line.indent > 0) return Math.min(-0.1, 0.4 - prose * 0.5)
  return -0.9 - Math.max(0, prose) * 0.5
}

const PREFIX = /^(?:\[[A-Za-z][^\]]{1,40}\]|[\w-]{2,30} +\| )/

/** A name in brackets or before a bar that the line before or after has, too. */
function scorePrefix(line: Line, around: Surroundings): number {
  const prefix = line.isContinued ? undefined : PREFIX.exec(line.text)?.[0]
  if (prefix === undefined) return between(line, around)
  const { before, after } = around
  const isShared =
    before?.text.startsWith(prefix) === true || after?.text.startsWith(prefix) === true
  return isShared ? 3.6 : 0
}

function STAMP_RULES(): readonly Rule[] {
  return [
    [
      /^[[(<*]?\d{4}[-/.]\d\d[-/.]\d\d[T _]\d\d:\d\d(?::\d\d)?(?![.:\dZ+-]*(?:,(?!\d{3}[\s\]])\S|[;|\t]))/,
      4.5,
    ],
    [/^\S+ \S+ \S+ \[\d\d\/[A-Z][a-z]{2}\/\d{4}:\d\d/, 6],
    [/^(?:<\d+>)?[A-Z][a-z]{2} +\d{1,2} \d\d:\d\d:\d\d /, 5],
    [/^\[ *\d+\.\d{3,6}\] /, 5],
    [/^[IWEF]\d{4} \d\d:\d\d:\d\d/, 6],
    [/^\W?(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*,? (?:[A-Z][a-z]{2} )?\d{1,2}\b.*\d\d:\d\d:\d\d/, 4],
    [/^\W?\d{1,2}[-/. ](?:\d{1,2}|[A-Z][a-z]{2})[-/. ]\d{2,4}[T ,]+\d{1,2}:\d\d/, 3.5],
    [/^\[?\d\d:\d\d:\d\d(?:[.,]\d+)?\]?(?: (?!<|\*|-!-)|$|\|)/, 3.5],
    [/^\d{10}(?:\.\d+|\d{3})? /, 2.5],
    [/^\[[^\]]{0,40}\d\d:\d\d:\d\d[^\]]{0,20}\]/, 3.5],
    [/^[\w-]{1,40} *\| +(?:\d{4}-|\[|[A-Z]{4,5}\b)/, 3.5],
    [/^.{0,60}\b\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?![.\d]*[,;|\t]\S)/, 2],
    [/^.{0,40}\b\d\d:\d\d:\d\d\b(?![.\d]*[,;|\t]\S)/, 1],
    [/^\{"(?:time|ts|timestamp|@timestamp|level|severity)": ?/, 5],
  ]
}

function LEVEL_RULES(): readonly Rule[] {
  return [
    [
      /^\W{0,3}(?:TRACE|DEBUG|INFO|NOTICE|WARN(?:ING)?|ERROR|FATAL|CRITICAL|SEVERE)(?:\]|:|\s\||\s-|\s\[|\s{2,}|\s\(|\/)/,
      4,
    ],
    [/^\W{0,3}(?:TRACE|DEBUG|INFO|NOTICE|WARN(?:ING)?|ERROR|FATAL|CRITICAL|SEVERE)\b/, 3],
    [/^(?:error|warning|warn|info|debug|fatal|notice|note)(?:\[[\w:-]+\])?: /i, 2.6],
    [/\b(?:level|lvl|severity)=\w+/, 5],
    [/^(?:time|ts)=\S/, 4],
    [
      /^.{0,60}[[ |-](?:TRACE|DEBUG|INFO|NOTICE|WARN(?:ING)?|ERROR|FATAL|CRITICAL|SEVERE)(?:\]|:|\s\||\s-|\s{2,}| \[| \S)/,
      3,
    ],
    [/^npm (?:ERR!|WARN|warn|error|notice|info|verb)/, 5],
    [/^\[[A-Za-z][\w .:/@-]{0,30}\] \S/, 1.6],
    [/^(?:✓|✔|✗|✘|×|⚠|❌|✅|🔍|📋|🚀|💥|ℹ)\ufe0f? /, 0.8],
    [/^(?:[a-z]\w*=(?:"[^"]*"|\S+)\s?){3,}/, 3.5],
  ]
}
