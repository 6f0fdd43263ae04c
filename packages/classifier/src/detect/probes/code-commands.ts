import { type Form, formOfRules, withinBlock } from '../probe.ts'

const COMMAND =
  '^\\s*(?:[$>%] |# |\\+ )?(?:sudo |time |env )?(?:cd|ls|cat|grep|rg|find|echo|export|curl|wget|git|gh|npm|npx|pnpm|yarn|node|bun|deno|python3?|pip3?|poetry|uv|docker(?:-compose)?|kubectl|oc|helm|terraform|aws|gcloud|az|make|cmake|cargo|rustc|go|mvn|gradle|\\.\\/[\\w./-]+ -|bash|sh|source|mkdir|rm|cp|mv|chmod|chown|touch|tar|unzip|ssh|scp|rsync|sed|awk|sort|head|tail|xargs|kill|ps|systemctl|journalctl|apt(?:-get)?|brew|yum|dnf|apk|set -|psql|mysql|sqlite3|redis-cli|sleep|jq|while read|vault|virtctl|act|openssl|dig|ping|ip|df|du|watch|tee|printf|test|exit|eval|exec|alias|unset|local|declare|readonly|trap)(?:\\s|$)'
const FLAGS = '(?:(?:^|\\s)--?[a-zA-Z][\\w-]*|\\$[{(]|\\$[A-Za-z_]|&&|\\s\\||\\s>|`)'
const HAS_FLAGS = new RegExp(FLAGS)

/** Commands and scripts for a shell; a quoted argument may span lines. */
export const shell: Form = withinBlock(
  'argument',
  3,
  formOfRules(
    'shell',
    [
      [/^\s*#!/, 5],
      [/^\s*#(?: |$)/, 0.5],
      [new RegExp(`${COMMAND}(?=.*${FLAGS})`), 2.4],
      [/^\s*(?:[$>%] )?(?:echo|printf) ["'$]/, 2.4],
      [
        /^\s*(?:if \[|elif \[|fi$|done\b|then$|esac$|do$|else$|for \w+ in .*(?:; do)?$|while .*; do$|case .* in$|function \w+ ?\{|\w+\(\) ?\{|[A-Z_][A-Z0-9_]*=\S*$|[A-Za-z_]\w*=(?:"|\$|'|\$\())/,
        2,
      ],
    ],
    (line, { prose }) => {
      if (IS_COMMAND.test(line.text)) return (line.words < 4 ? 2.4 : 1) - (prose >= 1.5 ? 2 : 0)
      if (line.last === '\\') return 1.5
      return prose < 1.5 && HAS_FLAGS.test(line.text) ? 0.8 : Math.min(0, -0.8 - prose)
    },
  ),
)

const IS_COMMAND = new RegExp(COMMAND)

const WORDS =
  '(?:SELECT|FROM|WHERE|INSERT INTO|UPDATE|DELETE FROM|CREATE \\w+|ALTER \\w+|DROP \\w+|REVOKE|IN SCHEMA|(?:LEFT |RIGHT |INNER |OUTER |CROSS |FULL )*JOIN|GROUP BY|ORDER BY|HAVING|LIMIT|UNION|WITH \\w+ AS|VALUES|SET |BEGIN|COMMIT|PRIMARY KEY|FOREIGN KEY|CONSTRAINT|REFERENCES|AND |OR |ON |CASE|WHEN|END|PRAGMA|EXPLAIN|GRANT|DECLARE)\\b'
const IS_STATEMENT = new RegExp(`^\\s*${WORDS}`, 'i')

/** SQL; its words count for more in capitals. */
export const queries: Form = formOfRules(
  'queries',
  [
    [/^\s*--(?: |$)/, 1.2],
    [new RegExp(`^\\s*${WORDS}`), 2.4],
    [
      /^\s*[`"[]?\w+(?: \w+)?[`"\]]? (?:INT(?:EGER)?|BIGINT|SMALLINT|SERIAL|(?:VAR)?CHAR|TEXT|NUMERIC|DECIMAL|REAL|FLOAT|DOUBLE|BOOL(?:EAN)?|DATE|TIME(?:STAMP)?|JSONB?|UUID|BLOB|NUMBER)\b/,
      2.2,
    ],
    [/^\s*\(?['(\d].*[),;]$/, 0.5],
    [/^\s*\)?[;,]?$/, 0.8],
  ],
  (line, { prose }) => {
    if (IS_STATEMENT.test(line.text)) return prose < 1 ? 1.2 : -0.8
    return line.last === ',' || line.last === ';' ? 0 : Math.min(-0.4, -1 - prose)
  },
)
