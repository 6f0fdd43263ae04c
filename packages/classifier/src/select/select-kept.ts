import type { KeepScores } from '../scores/keep-scores.ts'
import { countPieces } from '../text/pieces.ts'
import { closeGaps } from './close-gaps.ts'
import { fill, type Wanted } from './fill.ts'
import type { KeepResult } from './keep-result.ts'
import type { Layout, Rendered } from './layout.ts'
import { layOut, type UnitName } from './layout-of.ts'
import { orderByPrice } from './order-by-price.ts'
import { byWorth, stringsByChoice, worthOf } from './order-choices.ts'
import { createPicks, type Picks } from './picks.ts'

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
/** Pieces that are counted apart are more than those of the whole: a budget may be so much above its share. */
const HEADROOM = 1.1
/** The share of an excess that is taken off the next budget: tokens do not quite follow it. */
const CAUTION = 0.8
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
  const order = orderOf(text, layout, { ...scores, combine })
  const wanted = { layout, order, flagged }
  const limit = { share: rate, tokens: rate * tokensBefore }
  const found = largestWithin(wanted, countTokens, limit)
  if (found !== undefined) return selected(about, found, flagged, rate)
  const least = measured(smallestOf(wanted), layout, countTokens)
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

function orderOf(text: string, layout: Layout, scores: KeepScores): number[] {
  return scores.combine === 'cover'
    ? orderByPrice(layout, stringsByChoice(text, layout.choices, scores))
    : byWorth(worthOf(layout.choices, scores))
}

/**
 * The selection with the largest budget that stays within the limit, marks included; undefined where none that keeps
 * anything does. The budgets are shares of all that do not depend on the rate, tried from the largest that might fit on: what is
 * a tenth too long is tried again near a tenth below, so that few are rendered however far tokens are from pieces.
 */
function largestWithin(
  wanted: Wanted,
  countTokens: (text: string) => number,
  limit: { readonly share: number; readonly tokens: number },
): Measured | undefined {
  const total = wanted.layout.tree.full[0]!
  const first = Math.max(0, Math.ceil(Math.log(limit.share * HEADROOM) / Math.log(STEP)))
  for (let step = first; step < STEPS; ) {
    const picks = fill(wanted, total * STEP ** step)
    if (!picks.chosen.includes(1)) return undefined
    const found = measured(picks, wanted.layout, countTokens)
    if (found.tokens <= limit.tokens) return topUp(found, wanted, countTokens, limit.tokens)
    const excess = Math.log(limit.tokens / found.tokens) / Math.log(STEP)
    step += Math.max(1, Math.floor(excess * CAUTION))
  }
  return undefined
}

/** Adds what still fits, the most wanted first: prices are in pieces, and a budget is a step below what it could be. */
function topUp(
  start: Measured,
  { layout, order }: Wanted,
  countTokens: (text: string) => number,
  limit: number,
): Measured {
  let best = start
  let tries = Math.min(MAX_TRIES, Math.floor(MAX_TRIED_CHARACTERS / start.rendered.text.length))
  const { picks } = start
  for (const index of order) {
    if (picks.chosen[index] === 1) continue
    if (tries === 0) break
    tries--
    const before = picks.growth.mark()
    picks.take(index, Number.POSITIVE_INFINITY)
    const tried = measured(picks, layout, countTokens)
    if (tried.tokens <= limit) best = tried
    else picks.drop(index, before)
  }
  return best
}

/** The cheapest choice alone, of equal ones the most wanted. */
function smallestOf({ layout, order }: Wanted): Picks {
  const picks = createPicks(layout)
  const cheapest = order.reduce((a, b) => (picks.priceOf(b) < picks.priceOf(a) ? b : a), order[0]!)
  picks.take(cheapest, Number.POSITIVE_INFINITY)
  return picks
}

/** A selection as it is shown. */
interface Measured {
  readonly picks: Picks
  readonly rendered: Rendered
  readonly tokens: number
}

function measured(picks: Picks, layout: Layout, countTokens: (text: string) => number): Measured {
  const rendered = layout.render(closeGaps(layout.tree, picks.growth))
  return { picks, rendered, tokens: countTokens(rendered.text) }
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
  { picks: { chosen }, rendered, tokens }: Measured,
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
