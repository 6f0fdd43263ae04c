import type { KeepScores } from '../scores/keep-scores.ts'
import { countPieces } from '../text/pieces.ts'
import { fill, type Wanted } from './fill.ts'
import type { KeepResult } from './keep-result.ts'
import type { Kept, Layout, Rendered } from './layout.ts'
import { layOut, type UnitName } from './layout-of.ts'
import { orderChoices } from './order-choices.ts'

/** Options of `selectKept`. */
export interface SelectOptions {
  /** The share of tokens to keep, above 0 and up to 1. */
  readonly rate: number
  /**
   * What is kept or dropped as a whole. JSON has fields and rows, other text lines, sentences and words; a unit that a
   * text does not have gives way to fields or lines.
   * @default 'auto': fields of JSON, sentences of prose, lines of whatever else
   */
  readonly unit?: UnitName
  /**
   * Counts tokens.
   * @default countPieces, near to o200k_base
   */
  readonly countTokens?: (text: string) => number
}

interface ResolvedOptions {
  readonly rate: number
  readonly unit: UnitName
  readonly countTokens: (text: string) => number
}

const NO_SHORTER = 'No selection is shorter than the text: all of it is kept.'

/** Budgets that are tried are shares of all: each this share of the one above it, down to a hundredth and below. */
const STEP = 0.99
const STEPS = 480
/** What adding what still fits may try: choices, and characters that are counted for them. */
const MAX_TRIES = 64
const MAX_TRIED_CHARACTERS = 200_000

/**
 * Selects what of a text is kept at a rate, by the scores of its words: whole units, flagged ones first, a mark for each
 * gap. The tokens of the result, marks included, stay within the rate unless a single unit exceeds it, and never exceed
 * those of the text. A higher rate keeps no less, give or take the tokens of its marks. Pure: the same scores give the same result everywhere.
 *
 * @throws RangeError where the rate is not above 0 and up to 1.
 */
export function selectKept(text: string, scores: KeepScores, options: SelectOptions): KeepResult {
  const { rate, unit, countTokens } = resolveSelectOptions(options)
  const { layout, grain, flagged } = layOut(text, unit, scores.detection)
  const tokensBefore = countTokens(text)
  const about = { text, scores, grain, rate, tokensBefore }
  if (rate === 1 || text === '') return whole(about, flagged.length, [])
  if (layout.choices.length === 0) return whole(about, flagged.length, [NO_SHORTER])
  const combine = grain === 'word' && scores.combine === 'cover' ? 'max' : scores.combine
  const order = orderChoices(text, layout.choices, { ...scores, combine })
  const wanted = { choices: layout.choices, order, flagged }
  const all = layout.complete(new Uint8Array(layout.choices.length).fill(1))
  const limits = { pieces: rate * all.cost, tokens: rate * tokensBefore }
  const found = largestWithin(layout, wanted, countTokens, limits)
  if (found !== undefined) return selected(about, found, flagged, rate)
  const least = measured(smallestOf(layout, wanted), layout, countTokens)
  if (least.tokens >= tokensBefore) {
    return whole(about, flagged.length, [
      'No selection is shorter than the text: all of it is kept.',
    ])
  }
  return selected(about, least, flagged, least.tokens / tokensBefore)
}

function resolveSelectOptions(options: SelectOptions): ResolvedOptions {
  const { rate, unit = 'auto', countTokens = countPieces } = options
  if (!(rate > 0 && rate <= 1)) {
    throw new RangeError(`rate is ${rate}; it has to be above 0 and up to 1`)
  }
  return { rate, unit, countTokens: (text) => countTokens(text) }
}

/** A selection that may be taken. */
interface Candidate {
  readonly chosen: Uint8Array
  readonly kept: Kept
}

/**
 * The selection with the largest budget that stays within both limits, marks included; undefined where none that keeps
 * anything does. The budgets tried do not depend on the rate, so that a higher rate never takes a smaller one.
 */
function largestWithin(
  layout: Layout,
  wanted: Wanted,
  countTokens: (text: string) => number,
  limits: { readonly pieces: number; readonly tokens: number },
): Measured | undefined {
  const total = budgetOfAll(wanted)
  const candidateAt = (step: number): Candidate => {
    const chosen = fill(wanted, total * STEP ** step)
    return { chosen, kept: layout.complete(chosen) }
  }
  let low = 0
  let high = STEPS
  while (low < high) {
    const middle = (low + high) >> 1
    if (candidateAt(middle).kept.cost <= limits.pieces) high = middle
    else low = middle + 1
  }
  for (let step = low; step < STEPS; step++) {
    const candidate = candidateAt(step)
    if (!candidate.chosen.includes(1)) return undefined
    if (candidate.kept.cost > limits.pieces) continue
    const found = measured(candidate, layout, countTokens)
    if (found.tokens > limits.tokens) continue
    return topUp(found, layout, wanted, countTokens, limits.tokens)
  }
  return undefined
}

/** Adds what still fits, the most wanted first: a budget counts no marks, and what is kept side by side needs none. */
function topUp(
  start: Measured,
  layout: Layout,
  { order }: Wanted,
  countTokens: (text: string) => number,
  limit: number,
): Measured {
  let best = start
  let tries = Math.min(MAX_TRIES, Math.floor(MAX_TRIED_CHARACTERS / start.rendered.text.length))
  for (const index of order) {
    if (best.chosen[index] === 1) continue
    if (tries === 0) break
    tries--
    const chosen = best.chosen.slice()
    chosen[index] = 1
    const tried = measured({ chosen, kept: layout.complete(chosen) }, layout, countTokens)
    if (tried.tokens <= limit) best = tried
  }
  return best
}

function budgetOfAll({ choices }: Wanted): number {
  const containers = new Map<number, number>()
  let sum = 0
  for (const { cost, opens } of choices) {
    sum += cost
    for (const container of opens) containers.set(container.id, container.cost)
  }
  for (const cost of containers.values()) sum += cost
  return sum
}

/** The cheapest choice alone, of equal ones the most wanted. */
function smallestOf(layout: Layout, { choices, order }: Wanted): Candidate {
  const priceOf = (index: number) =>
    choices[index]!.opens.reduce((sum, { cost }) => sum + cost, choices[index]!.cost)
  const cheapest = order.reduce((a, b) => (priceOf(b) < priceOf(a) ? b : a), order[0]!)
  const chosen = new Uint8Array(choices.length)
  chosen[cheapest] = 1
  return { chosen, kept: layout.complete(chosen) }
}

/** A selection as it is shown. */
interface Measured extends Candidate {
  readonly rendered: Rendered
  readonly tokens: number
}

function measured(
  candidate: Candidate,
  layout: Layout,
  countTokens: (text: string) => number,
): Measured {
  const rendered = layout.render(candidate.kept)
  return { ...candidate, rendered, tokens: countTokens(rendered.text) }
}

/** What a result says whatever was kept. */
interface About {
  readonly text: string
  readonly scores: KeepScores
  readonly grain: KeepResult['unit']
  readonly rate: number
  readonly tokensBefore: number
}

function whole(about: About, flagged: number, report: readonly string[]): KeepResult {
  const { text, tokensBefore } = about
  return {
    ...headOf(about),
    reachableRate: report.length === 0 ? about.rate : 1,
    text,
    kept: text === '' ? [] : [[0, text.length]],
    marks: 0,
    tokensAfter: tokensBefore,
    flagged: { kept: flagged, dropped: 0 },
    report: [...notesOf(about.scores), ...report],
  }
}

function selected(
  about: About,
  { chosen, rendered, tokens }: Measured,
  flagged: readonly number[],
  reachableRate: number,
): KeepResult {
  const kept = flagged.filter((index) => chosen[index] === 1).length
  const report = [...notesOf(about.scores)]
  if (kept < flagged.length) {
    report.push(
      `${flagged.length - kept} of ${flagged.length} flagged units exceed half of the budget.`,
    )
  }
  if (reachableRate > about.rate) {
    report.push(
      `The smallest selection takes ${reachableRate.toFixed(3)} of the tokens: the rate yields.`,
    )
  }
  return {
    ...headOf(about),
    reachableRate,
    text: rendered.text,
    kept: rendered.kept,
    marks: rendered.marks,
    tokensAfter: tokens,
    flagged: { kept, dropped: flagged.length - kept },
    report,
  }
}

function headOf({ scores, grain, rate, tokensBefore }: About) {
  const { backend, detection } = scores
  return { kind: detection.kind, backend, unit: grain, rate, tokensBefore }
}

function notesOf({ notes }: KeepScores): readonly string[] {
  return notes
}
