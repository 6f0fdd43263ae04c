import type { Line } from '../line.ts'
import { type Form, formOfRules, type Probe, type Surroundings } from '../probe.ts'

/** Rows and columns: separated values, the tables of databases, of markdown, and columns aligned by blanks. */
export const tableProbe: Probe = {
  kind: 'table',
  forms: [
    separated('commas', 0, countCommas),
    separated('tabs', 0.8, (line) => line.tabs),
    separated('semicolons', 0.8, (line) => line.semicolons),
    { name: 'bars', blank: -1.5, score: scoreBars },
    formOfRules(
      'boxes',
      [
        [/^\s*[+├└┌╞╘╒][-=─═┼┬┴╪╧╤+┤┐┘]{3,}/, 5],
        [/^\s*[│║|] .* [│║|]\s*$/, 2.5],
        [/^\(?\d+ rows?(?: in set|\))/, 4],
      ],
      () => -3,
      -2,
    ),
    { name: 'aligned columns', blank: -1, score: scoreColumns },
  ],
}

type Count = (line: Line) => number

/** Commas outside of quotes. */
function countCommas({ commas, quotes, text }: Line): number {
  if (commas === 0 || quotes < 2) return commas
  return text.replace(/"[^"]*"/g, '').split(',').length - 1
}

/** Values with a mark between them: the neighbours have as many. */
function separated(name: string, ahead: number, count: Count): Form {
  return {
    name,
    blank: -1.5,
    score: (line, around) => {
      const quoted = ahead === 0 ? scoreQuoted(line, around) : undefined
      return quoted ?? scoreRow(line, around, count) + ahead
    },
  }
}

function scoreRow(line: Line, around: Surroundings, count: Count): number {
  const fields = count(line)
  if (line.isContinued || fields === 0) return line.words < 4 ? -1.2 : -3
  if (line.tabs < 2 && isSentence(line, fields)) return -2
  if (isJsonLike(line) || isCode(line) || /<\/?\w+[ >]/.test(line.text)) return -2
  const alike = alikeNeighbours(line, around, count)
  if (alike === 0) return fields > 3 ? -0.6 : -1.2
  return Math.min(3, 0.4 + 0.3 * fields) * (alike === 2 ? 1 : 0.8)
}

/** Points of a line with quoted values, or inside one; `undefined` where nothing is quoted. */
function scoreQuoted(line: Line, around: Surroundings): number | undefined {
  if (around.block === 'cell') return 3
  if (!/^"[^"]*",\S|","/.test(line.body)) return undefined
  return isJsonLike(line) ? -1 : 3
}

function alikeNeighbours(line: Line, { before, after }: Surroundings, count: Count): number {
  const here = count(line)
  const isAlike = (other: Line | undefined): boolean => other !== undefined && count(other) === here
  return Number(isAlike(before)) + Number(isAlike(after))
}

function isSentence({ words, plainWords, text }: Line, fields: number): boolean {
  if (/[a-z], (?:and|but|or|which|the|who|where) |[.!?]$/.test(text)) return words > 3 * fields
  return words > 7 * (fields + 1) && plainWords > words * 0.75
}

function isJsonLike({ body, last }: Line): boolean {
  return /^[[{]|^"[^"]*" ?:|": ?["[{\d]/.test(body) || last === '{' || last === '['
}

function isCode({ text, last, parens }: Line): boolean {
  if (last === ';' || last === '{' || (last === ',' && /, \S/.test(text) && !text.includes(',,')))
    return true
  if (/ => | = |\) \{|^\s*(?:return|import|const|def|from|for|if)\b/.test(text)) return true
  return parens > 2 && /\w\(/.test(text)
}

const RULE = /^[|:\s-][|+:\s-]*-[|+:\s-]*$/
const NO_ROW = /\|\||[;{]$|^\$|^\s*\d* ?\| |^[+-]\||^(?:cat|kubectl|echo|grep)/

/** Columns between bars: markdown, `psql`, `mysql`. */
function scoreBars(line: Line, around: Surroundings): number {
  const { body, pipes, text, length } = line
  if (RULE.test(body)) return pipes > 0 || /-\+-/.test(body) ? 5 : -1
  if (/^\(\d+ rows?\)$/.test(body)) return 5
  if (pipes === 0 || line.isContinued) return -3
  if (body.startsWith('|') && (line.last === '|' || length > 230)) return pipes > 1 ? 3.6 : 0
  if (/^\s*\d+ +\| +-?[\d.,]+$/.test(text)) return 2.9
  if (NO_ROW.test(text)) return -2
  return isRow(line, around) ? 1.6 + 0.4 * Math.min(3, pipes) : -1
}

function isRow(line: Line, around: Surroundings): boolean {
  if (!line.text.includes(' | ')) return false
  return alikeNeighbours(line, around, (other) => other.pipes) > 0 || isRule(around)
}

function isRule({ before, after }: Surroundings): boolean {
  return RULE.test(before?.body ?? '') || RULE.test(after?.body ?? '')
}

const CAPITALS =
  /^(?:[A-Z][A-Z0-9()_%./-]*(?: [A-Z][A-Z()_%]*)?(?:\s{2,}|$)){2,}$|^\s*(?:[A-Z%][A-Z0-9()_%./-]*\s+){2,}[A-Z%][A-Z()_%]*$/

/** Columns aligned by blanks, as `kubectl get` and `ps` print them. */
function scoreColumns(line: Line, { before, after }: Surroundings): number {
  const { gutters, text, body } = line
  if (gutters === 0) return -2
  if (CAPITALS.test(text) || /^(?:[-=]{2,}\s+)+[-=]{2,}$/.test(body)) return 5
  if (gutters === 1) return before?.gutters === 1 && after?.gutters === 1 ? 0.6 : -2
  const isNear = (other: Line | undefined): boolean =>
    other !== undefined && other.gutters > 0 && Math.abs(other.gutters - gutters) <= 1
  return isNear(before) || isNear(after) ? 0.8 + 0.4 * Math.min(3, gutters) : -1
}
