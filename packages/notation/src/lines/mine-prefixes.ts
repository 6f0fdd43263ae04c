import type { BuiltTemplate } from './build-template.ts'
import type { Cluster, MinedLine } from './clusters.ts'
import type { Estimator } from './estimate.ts'
import { PLAIN_SLOT } from './template.ts'

const MOST_WORDS = 8
const LEAST_TOKENS = 3

interface Beginning {
  readonly prefix: string
  readonly lines: MinedLine[]
}

/** Templates `beginning {*}` for lines of which only the first words repeat. Each line goes to the best one. */
export function minePrefixes(
  lines: readonly MinedLine[],
  estimate: Estimator,
): (Cluster & { readonly built: BuiltTemplate })[] {
  const taken = new Set<MinedLine>()
  const free = (beginning: Beginning) => beginning.lines.filter((line) => !taken.has(line))
  const gain = (beginning: Beginning, members: readonly MinedLine[]) => {
    const tokens = estimate(beginning.prefix)
    return members.reduce((sum, { count }) => sum + count, 0) * (tokens - 1) - tokens - 4
  }
  const ranked = [...collect(lines, estimate).values()]
    .map((beginning) => ({ beginning, worth: gain(beginning, beginning.lines) }))
    .filter(({ worth }) => worth > 0)
    .sort((a, b) => b.worth - a.worth)
  const found: (Cluster & { readonly built: BuiltTemplate })[] = []
  for (const { beginning } of ranked) {
    const members = free(beginning)
    const saved = gain(beginning, members)
    if (members.length < 2 || saved <= 0) continue
    for (const member of members) taken.add(member)
    found.push({ lines: members, gain: saved, built: build(beginning.prefix, members) })
  }
  return found
}

function collect(lines: readonly MinedLine[], estimate: Estimator): Map<string, Beginning> {
  const beginnings = new Map<string, Beginning>()
  for (const mined of lines) {
    const { gaps, fields } = mined.line
    let prefix = ''
    for (let word = 0; word < Math.min(MOST_WORDS, fields.length - 1); word += 1) {
      prefix += fields[word]! + gaps[word + 1]!
      if (estimate(prefix) < LEAST_TOKENS) continue
      const known = beginnings.get(prefix)
      if (known === undefined) beginnings.set(prefix, { prefix, lines: [mined] })
      else known.lines.push(mined)
    }
  }
  for (const [prefix, { lines: members }] of beginnings) {
    if (members.length < 2) beginnings.delete(prefix)
  }
  return beginnings
}

function build(prefix: string, members: readonly MinedLine[]): BuiltTemplate {
  const rows = members.map(({ content }) => [content.slice(prefix.length)])
  return {
    template: { lines: [[prefix, { ...PLAIN_SLOT, free: true }]], slots: 1 },
    rows,
  }
}
