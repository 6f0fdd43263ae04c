import type { Line } from '../line.ts'
import { type Form, formOfRules, type Probe, type Rule, type Surroundings } from '../probe.ts'

/** Where a program was when it failed, one form for each runtime. */
export const stackTraceProbe: Probe = {
  kind: 'stack_trace',
  holds: ['code'],
  forms: [
    traceForm('python', [
      [/^\W{0,3}Traceback \(most recent call last\):/, 7],
      [/^\s*File "[^"]+", line \d+/, 6],
      [/^(?:During handling of the above exception|The above exception was the direct cause)/, 6],
      [/^\s+[~^]+$/, 2.5],
      [/^\s+\[Previous line repeated \d+ more times\]/, 6],
      [/^[a-zA-Z_][\w.]*(?:Error|Exception|Warning|Interrupt|Exit|Failure|Timeout)(?:: |:?$)/, 4],
    ]),
    traceForm('javascript', [
      [
        /^\s+at (?:async )?(?:new )?(?:[\w$.<>[\]# ]+ )?\(?(?:[\w@./:\\+~<>%$()[\] -]+:\d+:\d+|native|<anonymous>|node:\S+|index \d+)\)?[,;]? ?\{?$/,
        6,
      ],
      [/^\s*at <anonymous>$|^\s+at .* \(<anonymous>\)/, 5],
      [
        /^(?:.{0,80} )?(?:Uncaught |Unhandled )?(?:\(in promise\) )?[A-Z]\w*(?:Error|Exception|Rejection)(?: \[\w+\])?:? ?/,
        2.5,
      ],
      [/^\s+(?:code|errno|syscall|path|cause|digest|\[cause\]|\[Symbol\(\w+\)\]): /, 2],
      [/^\s*\}$/, 0.5],
      [/^\w[^\s@]*@(?:https?|file|webpack)[^\s]*:\d+:\d+$/, 6],
      [/^Node\.js v\d+/, 3],
    ]),
    traceForm('java and .net', [
      [
        /^\s+at [\w$.<>]+[.+][\w$<>`]+(?:\[[^\]]*\])?\([^)]*\)(?: ~?\[[^\]]*\])?(?: in .*:line \d+)?$/,
        6,
      ],
      [/^\s*Caused by: |^\s*Suppressed: |^Exception in thread "/, 6],
      [/^\s*\.{3} \d+ (?:more|common frames omitted)/, 6],
      [/^\s*(?:Unhandled exception\b|--- End of (?:inner exception )?stack trace)/, 6],
      [/^\s*(?:at )?(?:[a-z]\w*\.)+[A-Z]\w*(?:Exception|Error)(?:: |$)/, 5],
      [/^\s+- locked <0x|^"[^"]+" (?:#\d+ )?(?:daemon )?prio=/, 5],
    ]),
    traceForm('go', [
      [/^(?:panic: |fatal error: |goroutine \d+ \[[^\]]+\]:|\[signal |created by \S+)/, 6],
      [/^\s+\/?\S+\.(?:go|s):\d+(?: \+0x[0-9a-f]+)?$/, 5],
      [/^[\w./*()-]+\((?:0x[0-9a-f]+|\.\.\.|\{)?.*\)$/, 1.5],
      [/^exit status \d+$/, 2],
    ]),
    traceForm('rust and native', [
      [/^thread '[^']*' (?:\(\d+\) )?panicked at/, 7],
      [/^(?:stack backtrace:|note: run with `RUST_BACKTRACE|note: Some details are omitted)/, 6],
      [/^\s+\d+: +(?:0x[0-9a-f]+ - )?[\w<>&:${},. -]+(?:::|$)/, 3],
      [/^\s+at (?:\.{0,2}\/|\/|[a-z]:)?\S+\.(?:rs|c|cc|cpp|swift|go):\d+(?::\d+)?$/, 6],
      [/^\s*#\d+ +(?:0x[0-9a-fA-F]+ |\S+ \()/, 5],
      [/^==\d+==|^\s*(?:SUMMARY|READ|WRITE) (?:of|:)/, 3],
      [/^\d+ +\S+ +0x[0-9a-f]{6,} /, 5],
    ]),
    traceForm('ruby, php, elixir', [
      [/^\s*(?:from )?\S+\.(?:rb|erb|rake):\d+:in [`']/, 6],
      [/^\s*#\d+ (?:\S+\(\d+\): |\[internal function\]|\{main\})/, 6],
      [
        /^(?:PHP )?(?:Fatal error|Warning|Notice|Parse error|Deprecated): .* in \S+ on line \d+|^\s*thrown in /,
        6,
      ],
      [/^\s+\((?:[\w]+ [\d.]+|elixir|stdlib|kernel)\) \S+:\d+:/, 6],
      [/^\*\* \(\w+/, 5],
      [/^Stack trace:$|^\[stacktrace\]$/, 5],
      [/ at \S+ line \d+\.$/, 4],
    ]),
  ],
}

function traceForm(name: string, rules: readonly Rule[]): Form {
  return formOfRules(name, rules, between)
}

/** Between frames stand quoted lines of source; anything at the margin is a message, or the end. */
function between({ indent }: Line, { prose }: Surroundings): number {
  return (indent > 1 ? 0.3 : -1.6) - Math.max(0, prose) * 0.4
}
