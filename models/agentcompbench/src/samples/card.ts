import type { Corpus } from '../corpus.ts'
import { SCENARIOS } from '../scenarios.ts'
import { RATES } from './keep-ranges.ts'
import type { Sample } from './sample.ts'

/** The tables of the data card, by name, as Markdown. */
export function cardTables(samples: readonly Sample[], corpus: Corpus): Record<string, string> {
  return {
    totals: totals(samples),
    scenarios: scenarioTable(samples),
    labels: labelTable(samples),
    sources: sourceTable(samples),
    licences: licenceTable(corpus),
  }
}

function totals(samples: readonly Sample[]): string {
  const documents = new Set(samples.map(({ docId }) => docId)).size
  const labelled = samples.filter(({ needed }) => needed.length > 0).length
  const lengths = samples.map(({ text }) => text.length).sort((a, b) => a - b)
  const at = (share: number) => count(lengths[Math.floor(share * lengths.length)] ?? 0)
  const empty = samples.filter(({ keep }) => keep[String(RATES[0])]?.length === 0).length
  return [
    `${count(samples.length)} samples at ${RATES.length} rates (${RATES.join(', ')}), ${count(samples.length * RATES.length)} annotations, out of ${count(documents)} documents.`,
    `${count(labelled)} samples have a label beyond surprisal. Length in characters: median ${at(0.5)}, nine of ten below ${at(0.9)}, longest ${at(1 - 1e-9)}.`,
    `In ${count(empty)} samples no unit is small enough for the lowest rate: nothing is kept there.`,
  ].join('\n')
}

function scenarioTable(samples: readonly Sample[]): string {
  const rows = Object.entries(SCENARIOS).map(([scenario, family]) => {
    const found = samples.filter((sample) => sample.scenario === scenario)
    const train = found.filter(({ split }) => split === 'train').length
    const labelled = found.filter(({ needed }) => needed.length > 0).length
    const asked = found.filter(({ query }) => query !== undefined).length
    const documents = new Set(found.map(({ docId }) => docId)).size
    return [scenario, family, train, found.length - train, documents, labelled, asked]
  })
  const sum = [2, 3, 4, 5, 6].map((i) => rows.reduce((all, row) => all + Number(row[i]), 0))
  sum[2] = new Set(samples.map(({ docId }) => docId)).size
  const head = [
    'scenario',
    'model',
    'train',
    'validation',
    'documents',
    'with a label',
    'with a query',
  ]
  return table(head, [...rows, ['all', '', ...sum]], 2)
}

/** Samples by kind of label and split; a sample may have several kinds. */
function labelTable(samples: readonly Sample[]): string {
  const rows = ['reuse', 'reference', 'evidence', 'surprisal only'].map((kind) => {
    const found = samples.filter(({ needed }) =>
      kind === 'surprisal only' ? needed.length === 0 : needed.some((span) => span[2] === kind),
    )
    const spans = found.flatMap(({ needed }) => needed.filter((span) => span[2] === kind))
    const train = found.filter(({ split }) => split === 'train').length
    return [kind, train, found.length - train, spans.length]
  })
  return table(['label', 'train', 'validation', 'spans'], rows, 1)
}

/** Samples with a label by source: what a test of transfer leaves out. */
function sourceTable(samples: readonly Sample[]): string {
  const counts = new Map<string, [number, number]>()
  for (const { source, split, needed } of samples) {
    if (needed.length === 0) continue
    const [train, validation] = counts.get(source) ?? [0, 0]
    counts.set(source, split === 'train' ? [train + 1, validation] : [train, validation + 1])
  }
  const rows = [...counts].sort(([a], [b]) => (a < b ? -1 : 1))
  return table(
    ['source', 'train', 'validation'],
    rows.map(([source, found]) => [source, ...found]),
    1,
  )
}

function licenceTable(corpus: Corpus): string {
  const found = new Map<string, Set<string>>()
  for (const name of corpus.names()) {
    const [scenario = '', file = ''] = name.split('/')
    if (SCENARIOS[scenario] === undefined) continue
    for (const { license } of corpus.records(name)) {
      const files = found.get(license) ?? new Set()
      found.set(license, files.add(file))
    }
  }
  const rows = [...found].sort(([a], [b]) => (a < b ? -1 : 1))
  return table(
    ['licence', 'files'],
    rows.map(([licence, files]) => [licence, [...files].sort().join(', ')]),
    2,
  )
}

function table(
  head: readonly string[],
  rows: readonly (readonly (string | number)[])[],
  left: number,
): string {
  const rule = head.map((_, i) => (i < left ? '---' : '--:'))
  const shown = rows.map((row) =>
    row.map((cell) => (typeof cell === 'number' ? count(cell) : cell)),
  )
  return [head, rule, ...shown].map((row) => `| ${row.join(' | ')} |`).join('\n')
}

function count(value: number): string {
  return value.toLocaleString('en-US')
}
