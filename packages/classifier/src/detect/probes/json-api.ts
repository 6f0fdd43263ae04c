import type { Line } from '../line.ts'
import type { Probe } from '../probe.ts'

/** JSON: results, payloads, schemas; printed over lines, minified, or one value a line. */
export const jsonApiProbe: Probe = {
  kind: 'json_api',
  forms: [
    {
      name: 'json',
      score: (line, { isInJson }) => (isInJson ? 4 : scoreJson(line)),
      blank: -0.5,
    },
  ],
}

const KEY_LINE = /^(?:[\]}],? *)?[{[]* *"(?:[^"\\]|\\.){0,160}" ?: ?(?:["[{\d-]|true|false|null|$)/
const OPEN_OR_CLOSE = /^(?:[{[\]}][\s{}[\],]*)$/
const STRING_LINE = /^"(?:[^"\\]|\\.)*"?,?$/
const SCALAR_LINE = /^(?:-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null),?$/
const INSIDE = /"(?:[^"\\]|\\.){0,80}" ?: ?(?:["[{\d-]|true|false|null)/
const NOT_JSON = /^(?:[\w$.]+ ?[=({]|\/\/|\/\*|- |\w+: )|[;{(]$|=>/

/** Points of a line as JSON, whatever it says. */
export function scoreJson(line: Line): number {
  const { body, length, quotes } = line
  if (line.isContinued) return scoreDense(line)
  if (KEY_LINE.test(body)) return 2.5
  if (length > 200) return scoreDense(line)
  if (OPEN_OR_CLOSE.test(body)) return 0.9
  if (STRING_LINE.test(body) && quotes >= 2) return body.includes('","') ? 0 : 1
  if (SCALAR_LINE.test(body)) return 0.7
  if (/^[{[]/.test(body) && /[}\]],?$/.test(body) && INSIDE.test(body)) return 3
  if (NOT_JSON.test(body)) return -3
  return quotes >= 2 && INSIDE.test(body) ? 1.2 : -2
}

/** A long line: JSON shows in the share of quotes and brackets, or in its escapes. */
function scoreDense({
  text,
  body,
  length,
  quotes,
  colons,
  brackets,
  commas,
  isContinued,
}: Line): number {
  const marks = quotes + colons + brackets + commas
  const isPairs = quotes >= 6 && colons >= quotes / 4 && commas >= quotes / 8
  if (isPairs && marks > length / 40) return isContinued || /^[[{"]/.test(body) ? 3.5 : 2.2
  if (marks > length / 6 && quotes > length / 25) return 2.5
  if (/^[[\d\s.,eE+-]+/.test(body) && commas > length / 20) return 1
  if (!isContinued) return -2.5
  return /\\[nrt"u]/.test(text) ? 1 : quotes > length / 60 ? 0 : -1.2
}
