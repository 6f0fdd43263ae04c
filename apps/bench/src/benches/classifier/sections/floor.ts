import { type Corpus, chance } from '@x/agentcompbench'
import { createKeepClassifier, type KeepResult } from '@x/classifier'
import { scanJson } from '@x/classifier/training'
import { type Cell, markdownTable } from '../../../table.ts'
import { type MeasuredBackend, measuredBackends } from '../backends/measured-backends.ts'
import { cutFloorWords, cutWords } from '../floor/violations.ts'
import type { SectionContext } from './section.ts'

const RATES = [0.2, 0.3, 0.5, 0.7]
const UNITS = ['auto', 'word'] as const
/** Texts of each file of the corpus, drawn by a hash of their document. */
const TEXTS_PER_FILE = 4
const LONGEST = 12_000

interface Tally {
  results: number
  floorWords: number
  words: number
  broken: number
  over: number
  yields: number
  flaggedDropped: number
  flaggedWithReport: number
}

/** What a selection may never do, counted on texts of every file of the validation split. */
export async function floorSection({ corpus, root, log }: SectionContext): Promise<string> {
  const texts = [...drawTexts(corpus)]
  const backends = (await measuredBackends(root, 'natural')).filter(({ isEncoder }) => !isEncoder)
  const rows: Cell[][] = []
  for (const measured of backends) {
    for (const unit of UNITS) {
      log(`floor: ${measured.name}, ${unit}`)
      rows.push([measured.name, unit, ...cellsOf(await tally(texts, measured, unit))])
    }
  }
  return markdownTable(
    [
      'backend',
      'unit',
      'results',
      'floor words cut out of kept sentences',
      'words cut',
      'JSON that no longer parses',
      'over the rate without saying so',
      'rate yields, and says so',
      'flagged units beyond their half, all reported',
    ],
    rows,
  )
}

async function tally(
  texts: readonly string[],
  { backend }: MeasuredBackend,
  unit: (typeof UNITS)[number],
): Promise<Tally> {
  const classifier = createKeepClassifier({ backend: backend ?? 'heuristic' })
  const counts: Tally = {
    results: 0,
    floorWords: 0,
    words: 0,
    broken: 0,
    over: 0,
    yields: 0,
    flaggedDropped: 0,
    flaggedWithReport: 0,
  }
  for (const text of texts) {
    for (const rate of RATES) count(counts, text, await classifier.keep(text, { rate, unit }))
  }
  return counts
}

function count(counts: Tally, text: string, result: KeepResult): void {
  const isJson = scanJson(text) !== undefined
  const isOver = result.tokensAfter > result.rate * result.tokensBefore
  const isSaid = result.reachableRate > result.rate
  counts.results += 1
  if (!isJson) counts.floorWords += cutFloorWords(text, result.kept)
  counts.words += cutWords(text, result.kept)
  counts.broken += Number(isJson && scanJson(result.text) === undefined)
  counts.over += Number(isOver && !isSaid)
  counts.yields += Number(isOver && isSaid)
  counts.flaggedDropped += result.flagged.dropped
  if (result.flagged.dropped > 0 && result.report.length > 0) {
    counts.flaggedWithReport += result.flagged.dropped
  }
}

function cellsOf(counts: Tally): Cell[] {
  const { results, floorWords, words, broken, over, yields } = counts
  const flagged = `${counts.flaggedDropped}, ${counts.flaggedWithReport}`
  return [results, floorWords, words, broken, over, yields, flagged]
}

function* drawTexts(corpus: Corpus): Generator<string> {
  for (const name of corpus.names()) {
    const texts = [...corpus.records(name, 'validation')].flatMap(({ docId, text, messages }) => {
      const own = text ?? messages?.find(({ content }) => (content?.length ?? 0) > 300)?.content
      return own === undefined || own === null || own.length > LONGEST ? [] : [{ docId, own }]
    })
    const drawn = texts
      .map(({ docId, own }, i) => ({ own, draw: chance('floor', docId, i) }))
      .sort((a, b) => a.draw - b.draw)
      .slice(0, TEXTS_PER_FILE)
    for (const { own } of drawn) yield own
  }
}
