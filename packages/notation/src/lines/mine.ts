import { type BuiltTemplate, buildTemplate } from './build-template.ts'
import { clusterLines, type MinedLine } from './clusters.ts'
import type { Estimator } from './estimate.ts'
import { splitFields } from './fields.ts'
import type { Entry } from './items.ts'
import { minePrefixes } from './mine-prefixes.ts'
import { fillTemplate, isStop, type Template } from './template.ts'

/** How a line without its indentation is written: the entry and the values of its slots. */
export interface MinedRow {
  readonly entry: Entry
  readonly values: readonly string[]
  /** Where the template stops at columns it fits only behind so many characters. */
  readonly offset: number | undefined
}

/** Longer lines are left alone: they hold data, not a template. */
export const LONGEST_LINE = 6000

/** A line cut into more words than this no longer reads as a line. */
const MOST_WORD_SLOTS = 3
const WORD = /[A-Za-z]{3}/

/** A line without its indentation, and how many characters stand before it. */
export interface LineContent {
  readonly content: string
  readonly offset: number
}

/** Lines with equal keys are written alike. Where blanks align a line, it matters what stands before it. */
export function lineKey({ content, offset }: LineContent): string {
  return content.includes('  ') ? offset + '\0' + content : content
}

/** How lines are written. */
export interface Mined {
  /** Rows by `lineKey`; what is missing stands plain. */
  readonly rows: ReadonlyMap<string, MinedRow>
  /** Tokens that the templates save, and lines that stand more than once; a rough and mostly a generous guess. */
  readonly saved: number
}

/** Finds the templates of lines. See `clusterLines`. */
export function mineTemplates(
  contents: readonly LineContent[],
  estimate: Estimator,
  splitTokens: number,
): Mined {
  const distinct = countLines(contents)
  const lines = [...distinct].flatMap(([key, { content, offset, count }]): MinedLine[] => {
    if (content.length > LONGEST_LINE || content === '') return []
    return [{ line: splitFields(content, offset), content, count, key }]
  })
  const rows = new Map<string, MinedRow>()
  let saved = 0
  let id = 0
  const newEntry = (template: Template, weak: boolean): Entry => ({ id: id++, template, weak })
  for (const cluster of clusterLines(lines, estimate, splitTokens)) {
    saved += cluster.gain
    for (const group of byGaps(cluster.lines, estimate)) {
      addGroup(rows, group.lines, group.built, (template) => newEntry(template, false))
    }
  }
  const left = lines.filter(({ key }) => !rows.has(key))
  for (const { lines: group, built, gain } of minePrefixes(left, estimate)) {
    saved += gain
    addGroup(rows, group, built, (template) => newEntry(template, false))
  }
  for (const [key, { content, count }] of distinct) {
    if (count < 2 || rows.has(key) || content.length > LONGEST_LINE) continue
    saved += (count - 1) * estimate(content)
    rows.set(key, {
      entry: newEntry({ lines: [[content]], slots: 0 }, true),
      values: [],
      offset: undefined,
    })
  }
  return { rows, saved }
}

function countLines(
  contents: readonly LineContent[],
): Map<string, LineContent & { count: number }> {
  const counts = new Map<string, LineContent & { count: number }>()
  for (const line of contents) {
    const key = lineKey(line)
    const known = counts.get(key)
    if (known === undefined)
      counts.set(key, { content: line.content, offset: line.offset, count: 1 })
    else known.count += 1
  }
  return counts
}

interface BuiltGroup {
  readonly lines: readonly MinedLine[]
  readonly built: BuiltTemplate
}

function byGaps(cluster: readonly MinedLine[], estimate: Estimator): BuiltGroup[] {
  const whole = buildTemplate(
    cluster.map(({ line }) => line),
    estimate,
  )
  if (whole !== undefined) return [{ lines: cluster, built: whole }]
  const groups = new Map<string, MinedLine[]>()
  for (const mined of cluster) {
    const key = mined.line.gaps.join('\0')
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [mined])
    else group.push(mined)
  }
  return [...groups.values()].flatMap((lines) => {
    const built = buildTemplate(
      lines.map(({ line }) => line),
      estimate,
    )
    return built === undefined ? [] : [{ lines, built }]
  })
}

function addGroup(
  rows: Map<string, MinedRow>,
  lines: readonly MinedLine[],
  built: BuiltTemplate,
  newEntry: (template: Template) => Entry,
): void {
  if (!lines[0]!.line.isTable && wordSlots(built) > MOST_WORD_SLOTS) return
  const entry = newEntry(built.template)
  const stops = built.template.lines.some((segments) => segments.some(isStop))
  for (const [i, { content, key, line }] of lines.entries()) {
    const values = built.rows[i]!
    const [written] = fillTemplate(built.template, values, () => line.offset)
    if (written !== content) continue
    rows.set(key, { entry, values, offset: stops ? line.offset : undefined })
  }
}

/** How many slots take words, and not only numbers, times, versions or addresses. */
function wordSlots({ template, rows }: BuiltTemplate): number {
  let count = 0
  for (let slot = 0; slot < template.slots; slot += 1) {
    if (rows.some((values) => WORD.test(values[slot]!))) count += 1
  }
  return count
}
