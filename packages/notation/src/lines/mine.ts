import { type BuiltTemplate, buildTemplate } from './build-template.ts'
import { clusterLines, type MinedLine } from './clusters.ts'
import type { Estimator } from './estimate.ts'
import { splitFields } from './fields.ts'
import type { Entry } from './items.ts'
import { minePrefixes } from './mine-prefixes.ts'
import { fillTemplate, type Template } from './template.ts'

/** How a line without its indentation is written: the entry and the values of its slots. */
export interface MinedRow {
  readonly entry: Entry
  readonly values: readonly string[]
}

/** Longer lines are left alone: they hold data, not a template. */
const LONGEST_LINE = 6000

/** A line cut into more words than this no longer reads as a line. */
const MOST_WORD_SLOTS = 3
const WORD = /[A-Za-z]{3}/

/** Finds the templates of lines given without indentation. Answers rows by content; what is missing stands plain. */
export function mineTemplates(
  contents: readonly string[],
  estimate: Estimator,
): Map<string, MinedRow> {
  const counts = new Map<string, number>()
  for (const content of contents) counts.set(content, (counts.get(content) ?? 0) + 1)
  const lines: MinedLine[] = []
  for (const [content, count] of counts) {
    if (content.length > LONGEST_LINE || content === '') continue
    lines.push({ line: splitFields(content), content, count })
  }
  const rows = new Map<string, MinedRow>()
  let id = 0
  const newEntry = (template: Template, weak: boolean): Entry => ({ id: id++, template, weak })
  for (const cluster of clusterLines(lines, estimate)) {
    for (const group of byGaps(cluster, estimate)) {
      addGroup(rows, group.lines, group.built, (template) => newEntry(template, false))
    }
  }
  const left = lines.filter(({ content }) => !rows.has(content))
  for (const { lines: group, built } of minePrefixes(left, estimate)) {
    addGroup(rows, group, built, (template) => newEntry(template, false))
  }
  for (const [content, count] of counts) {
    if (count < 2 || rows.has(content) || content.length > LONGEST_LINE) continue
    rows.set(content, { entry: newEntry({ lines: [[content]], slots: 0 }, true), values: [] })
  }
  return rows
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
  for (const [i, { content }] of lines.entries()) {
    const values = built.rows[i]!
    if (fillTemplate(built.template, values)[0] === content) rows.set(content, { entry, values })
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
