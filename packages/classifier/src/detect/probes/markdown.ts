import type { Line } from '../line.ts'
import { type Form, formOfRules, type Probe, type Surroundings } from '../probe.ts'

const LIST_ITEM = /^\s*(?:[-*+•]|\d{1,3}[.)])\s+\S/
const QUOTE = /^\s*>+ /
const EMPHASIS = /\*\*\S[^*]*\*\*|(?:^|\s)_[\w ]+_(?:\s|$)/
const INLINE = /(?:^|[\s(])`[^`]+`|<https?:|https?:\/\/\S+\s/

const document: Form = formOfRules(
  'document',
  [
    [/^#{2,6} \S/, 4],
    [/\]\((?:https?:|mailto:|[./#]|[\w-]+[/.])[^)\s]*/, 3],
    [/^\s*(?:[-*+]|\d{1,3}[.)]) +\[[ xX]\] /, 4],
    [/^\[[^\]]+\]: (?:https?:|[./#])/, 4],
    [/^!\[/, 4],
    [/^\s*>\s?\[!\w+\]/, 4],
    [/^:::|^!!! \w+|^\{%|^<%=|^<!--/, 1.5],
  ],
  (line, { before, after, prose, words }) => {
    if (/^# \S/.test(line.text)) return isBlank(before) && isBlank(after) ? 2.5 : 0.2
    const inline = EMPHASIS.test(line.text) ? 1.2 : INLINE.test(line.text) ? 0.2 : 0
    if (LIST_ITEM.test(line.text)) return Math.max(0.2, Math.min(2.2, words + 1.2)) + inline
    if (QUOTE.test(line.text)) return Math.max(0.2, words) + inline
    return Math.max(prose, words - 0.6) - 0.25 + inline
  },
  0.1,
)

/** A heading of one mark stands alone; a comment does not. */
function isBlank(line: Line | undefined): boolean {
  return line === undefined || line.isBlank
}

/** Documents with headings, lists, links and emphasis; what their fences hold has spans of its own. */
export const markdownProbe: Probe = {
  kind: 'markdown',
  holds: ['prose', 'table', 'code', 'listing', 'json_api'],
  forms: [
    document,
    formOfRules(
      'front matter',
      [
        [/^---$/, 1.5],
        [
          /^(?:title|weight|description|last_reviewed_on|layout|date|tags|author|slug|draft|categories|sidebar_\w+): /,
          2.5,
        ],
      ],
      (line) => (/^\s*[\w-]+:(?: \S|$)|^\s*- \S/.test(line.text) ? 0.6 : -2),
      -1,
    ),
  ],
}

/** Points of a line as part of a document, also asked by the kinds in which people write such lines. */
export function scoreMarkdown(line: Line, around: Surroundings): number {
  return document.score(line, around)
}
