import type { Rule } from '../probe.ts'

/** Lines in which compilers, linters and checkers say where something is wrong. */
export const DIAGNOSTIC_RULES: readonly Rule[] = [
  [
    /^(?:[A-Z]:)?[\w@.~/\\+ -]{1,160}[:(]\d+(?:[:,.-]\d+){0,3}\)?:? ?:? (?:fatal |internal |parse |syntax )?(?:error|warning|warn|note|info|remark|hint|style|refactor|convention|performance|portability|suggestion|notice|critical|minor|major|ignore|required from|candidate|Error|Warning|ERROR|WARNING|INFO)\b/i,
    5,
  ],
  [/^(?:[A-Z]:)?[\w@.~/\\+-]{1,160}:\d+(?::\d+)?:? \[?[A-Z]{1,5}\d{2,5}\b/, 5],
  [/^(?:[A-Z]:)?[\w@.~/\\+-]{1,160}:\d+:\d+: \S/, 3.5],
  [/^(?:[A-Z]:)?[\w@.~/\\+-]{1,160}\(\d+(?:,\d+){0,3}\) ?: \S/, 4.5],
  [
    /^(?:[A-Z]:)?[\w@~/\\+.-]{1,160}\.\w{1,6}:\d+:? (?:[A-Za-z]+ ){3}|^[\w@~/\\+.-]{1,160}:\d+: \[\w/,
    3.8,
  ],
  [/^(?:[A-Z]:)?[\w@~/\\+.-]{1,160}\.\w{1,5}:\d+:? (?!\d)\S/, 2],
  [/^(?:error|warning|note|help|fatal error|info|hint)(?:\[[\w:.-]+\])?:? \S/, 3],
  [
    /^(?:In file included from|In function|In member function|.{1,160}: In (?:member |static )?(?:function|constructor|instantiation)|.{1,160}: At (?:global scope|top level))/,
    5,
  ],
  [/^"[^"]{1,160}", line \d+[:.,]/, 5],
  [/^(?:\[\w+\] )?(?:[A-Z]:)?[\w@.~/\\+-]{1,160}:\[\d+,\d+\]/, 5],
  [/^[A-Z]{1,6}\d{3,5}(?:\[\w+\])? (?:\[\*\] )?\S/, 3],
  [/^[CRWEFI]: ?\d+(?:, ?\d+)?: /, 5],
  [/^\s*\d+:\d+\s+(?:error|warning|info|✖|⚠)\s/i, 5],
  [/^[✖⚠×!] ?\d+ problems?/, 5],
  [/^\s*(?:-->|--&gt;|:::|┌─|╭─\[|╭────|,-\[) ?\S/, 5],
  [/^\s*[⚠×✖ℹ☞] +\S/, 3.5],
  [/^\s*(?:help|note|hint|suggestion|advice|info): \S/, 2.5],
  [/^\*{3} ?(?:Warning|Error|WARNING|ERROR)\b|^(?:\(\w+\)|\[\w+\]) ?(?:warning|error)\b/i, 4],
  [/^(?:Error|Warning|Info|Notice|Fatal)(?: \w+)?(?: at| in| on line)? \S*.*\bline \d+/i, 3.5],
  [/^line \d+(?: column \d+)?(?: -|:) /, 5],
  [
    /^Found \d+ (?:error|warning|issue|problem)|^\d+ (?:errors?|warnings?|problems?)(?: generated|,| and|$)/,
    4,
  ],
  [/^---- ?(?:SOURCE CODE|WARNING|ERROR)|^-{3,} [A-Z][A-Z ]+ -{3,}/, 3],
  [/^\s+(?:symbol|location|found|required|reason): /, 3],
  [
    /^.{0,200}(?:: |\) |\s)(?:fatal )?(?:error|warning|Warning|Error|WARNING|ERROR)(?: [A-Z]{1,8}-?\d+|\[\w+\])? ?: /,
    4,
  ],
  [/\((?:at )?line \d+(?:, col(?:umn)? \d+)?\)|\bat line \d+, col(?:umn)?\.? \d+/, 3],
  [/^\d+\. (?:ERROR|WARNING|INFO) in /, 5],
  [/^[ewi]: (?:\/|[A-Z]:|'|file:)\S/, 5],
  [/^(?:[A-Z]:)?[\w@~/\\+.-]{1,160}\.\w{1,6}:\d+ (?:at|in) /, 4],
  [/^\s+[A-Z]{1,4}\d{3,4}: \S/, 4],
]

/** Quoted source below a diagnostic: numbered lines, carets, the lines of boxes. */
export const FRAME_RULES: readonly Rule[] = [
  [/^\s*\d* ?[|│] ?[\s|│╭╰/_-]*[\^~─┬▲╰╭]{1,}/, 3.5],
  [/^\s*>? ?\d{1,6} ?[|│┃](?:\s|$)/, 2.6],
  [/^\s*\d{1,6} [+-] /, 2.4],
  [/^\s*\d{1,6} {2,}\S/, 0.5],
  [/^\s*[|│·•](?:\s|$)/, 2.2],
  [/^\s*\.{3}$/, 1],
  [/^\s+- \S/, 0.2],
  [/^\s*[\^~]+\s*(?:\S.*)?$/, 3],
  [/^\s*╰─+/, 3],
]
