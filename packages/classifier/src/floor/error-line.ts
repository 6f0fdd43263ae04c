const LEVEL =
  /^(?:error|err|fatal|critical|crit|panic|severe|emerg|emergency|alert|fail|failed|failure|failures)$/i
/** What may stand before the level of a log line: times, brackets, numbers, one name of a process or module. */
const BEFORE_LEVEL =
  /^(?:[\s|>*✗✖×✘-]*)(?:[[(<{]?[\d][\d:.,TZ+/ -]*[\])>}]?[\s|:-]*)*(?:[A-Z][a-z]{2} +\d+ [\d:.]+ \S+ )?/
const LEVEL_FIRST = /^[[(<{]?([A-Za-z]+)(?:\[[\w-]+\])?[\])>}]?(?=[\s:!|,]|$)/
const LEVEL_LATER =
  /(?:^|[\s[(|<])(?:ERROR|FATAL|CRITICAL|PANIC|SEVERE)(?=[\])>|:\s]|$)|\b(?:level|lvl|severity)["']?[=:] ?["']?(?:error|fatal|critical|panic)\b/
const EXCEPTION =
  /^\s*(?:Caused by: |Uncaught |Unhandled |E\s+)?(?:[\w$]+[.:\\]+)*[A-Z][\w$]*(?:Error|Exception|Fault|Interrupt|Panic)\b(?:\(\d+\))?(?::|$| \()/
const PANIC =
  /^\s*(?:thread '[^']*' panicked at|panic: |goroutine \d+ \[|Traceback \(most recent call last\)|Segmentation fault|npm ERR!|##\[error\]|::error)/
const EXIT =
  /\b(?:exit(?:ed)?(?: with)?(?: status| code| value)?[ :=]+[1-9]\d*|returned non-zero exit status|return ?code[ :=]+[1-9]|killed by signal|Process completed with exit code [1-9])/i
const FAILED_TEST =
  /^\s*(?:FAILED|FAIL:?|ERROR|--- FAIL:|not ok|✗|✖|×|✘|●|BUILD FAIL(?:ED|URE)|test result: FAILED)(?=\s|$)|^\s*test .{1,200}\.\.\. FAILED$/
const MAX_HEAD = 300

/**
 * Whether a line of a log or a trace says that something failed: by the level at its start, the name of an exception, a
 * failed test or an exit status. A line that only mentions the word `error` does not.
 */
export function isErrorLine(line: string): boolean {
  const head = line.slice(0, MAX_HEAD)
  if (EXCEPTION.test(head) || PANIC.test(head) || FAILED_TEST.test(head)) return true
  const rest = head.slice(BEFORE_LEVEL.exec(head)?.[0].length ?? 0)
  const level = LEVEL_FIRST.exec(rest)?.[1]
  if (level !== undefined && LEVEL.test(level)) return true
  return LEVEL_LATER.test(head.slice(0, 100)) || EXIT.test(head)
}
