import type { Line } from '../line.ts'
import { type Form, formOfRules, type Surroundings, withinBlock } from '../probe.ts'

const OPENING =
  '(?:export |import |const |let |var |function\\b|return\\b|if ?\\(|\\}? ?else\\b|for ?\\(|while ?\\(|switch ?\\(|case .*:|default:|break;|continue;|class |interface |type \\w+|enum |public |private |protected |static |final |abstract |void |int |double |float |char |bool(?:ean)? |unsigned |long |String |fn |pub |impl\\b|struct |use |mod |match |unsafe |package |func |defer |go |namespace |using |#include|#define|#if|#endif|#pragma|template ?<|try ?\\{|\\}? ?catch|\\}? ?finally|throw |new |await |async |@\\w+|describe\\(|it\\(|test\\(|expect\\(|console\\.|this\\.|super[.(]|extends |implements |module\\.|require\\(|val |data class|object |override |fun |guard |extension |init\\(|operator |typedef |extern |#\\[|where$|"use \\w+")'
const OPERATOR =
  '(?: (?:===?|!==?|[-+*/|&?]?=|=>|->|&&|\\|\\||<<|>>|<=|>=|:=|\\?\\?) ?|[\\w)\\]](?:\\(\\)|\\.\\w+\\(|::\\w)|\\w\\([^)]*\\))'
const HAS_OPERATOR = new RegExp(OPERATOR)

/** C and its many children. */
export const braces: Form = formOfRules(
  'braces',
  [
    [/^\s*(?:\/\/|\/\*|\*\/)/, 1.2],
    [/^\s*\*(?: |$)/, 0.6],
    [/^(?!.*:\/\/).*\S\s+\/\/ \S/, 1.8],
    [/^\s*[\])}]+[;,]?\)?;?$/, 0.9],
    [new RegExp(`^\\s*${OPENING}.*[;{]$`), 2.8],
    [/(?:[;{]|=> \()$/, 1.2],
    [new RegExp(`^\\s*${OPENING}(?=.*${OPERATOR})`), 2],
    [new RegExp(`^\\s*${OPENING}.*[,([]$`), 0.9],
    [new RegExp(`^(?=.*${OPERATOR}).*[,([]$`), 0.9],
    [/[,([]$/, 0.2],
  ],
  statement,
)

/** A line that shows nothing but an operator, or nothing at all. */
function statement({ text, isContinued }: Line, { prose }: Surroundings): number {
  if (isContinued) return scoreMinified(text)
  return prose < 0.5 && HAS_OPERATOR.test(text) ? 0.8 : Math.min(0, -0.6 - prose)
}

function scoreMinified(text: string): number {
  return /[;})]\w+[.(=]|=>|\){|;return |function\(/.test(text) ? 1.5 : -0.2
}

const BLOCK =
  '(?:def |class \\w+[(:]|import \\w|from [\\w.]+ import|@\\w+|if .*:$|elif .*:$|else:$|for .+ in .+:$|while .*:$|return\\b|try:$|except\\b.*:$|finally:$|with .*:$|raise |yield\\b|pass$|assert |print\\(|async def |lambda |global |nonlocal |del |self\\.|module [A-Z]|end$|def\\b|do \\|.*\\|$|require [\'"]|attr_\\w+ |puts |unless |rescue\\b|let \\w+ =|if .* then$|elsif |match .* with$|begin$)'

/** Python, and other languages that end a block without a brace. */
export const indented: Form = withinBlock(
  'docstring',
  2.4,
  formOfRules(
    'indented',
    [
      [/^\s*#(?:!| |$)/, 0.4],
      [/^\s*(?:"""|''')|(?:"""|''')$/, 2],
      [
        new RegExp(
          `^\\s*${BLOCK}.*[:)]$|^\\s*(?:import \\w|from [\\w.]+ import|@\\w+|return\\b|raise )`,
        ),
        2.4,
      ],
      [new RegExp(`^\\s*${BLOCK}`), 1.2],
      [/^\s*[\w.[\]'"]+(?:, [\w.]+)*(?:: [\w[\], .|]+)? [-+*/|&%]?= .*;$/, 0.4],
      [/^\s*[\w.[\]'"]+(?:, [\w.]+)*(?:: [\w[\], .|]+)? [-+*/|&%]?= \S/, 1.5],
      [/^\s*[\])}]+,?$/, 0.8],
      [/[;{]$/, 0],
    ],
    (line, { prose }) => {
      if (prose < 0.5 && HAS_OPERATOR.test(line.text)) return 0.8
      if (line.indent > 0 && (line.last === ',' || line.last === '(')) return 0.4
      return Math.min(0, -0.6 - prose)
    },
  ),
)

const NUMBERED = /^\s*(\d{1,6})(?:→|\t|: ?| ?[|│] ?| {2}(?!\s*\|))/

/** Source as agents read it, each line with its number. */
export const numbered: Form = {
  name: 'numbered',
  score: (line, { before, after }) => {
    const number = numberOf(line)
    if (number === undefined) return -3
    return number - 1 === numberOf(before) || number + 1 === numberOf(after) ? 2.8 : -1
  },
}

function numberOf(line: Line | undefined): number | undefined {
  const found = line === undefined ? null : NUMBERED.exec(line.text)
  return found === null ? undefined : Number(found[1])
}
