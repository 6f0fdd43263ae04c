import type { TokenCounter } from '../token-counter.ts'
import { isWordUnit } from '../word-units.ts'
import { type Atoms, BARRIER } from './atoms.ts'
import { findRepeats, type Repeat } from './repeats.ts'

/** A phrase and the places where it is replaced, in atoms, ascending, none overlapping. */
export interface ChosenPhrase {
  readonly phrase: string
  readonly length: number
  readonly places: readonly number[]
  /** Exact tokens won, measured with the atoms beside each place, the definition paid. */
  readonly gain: number
}

/** What phrases are chosen by. */
export interface PhraseRules {
  readonly counter: TokenCounter
  /** Fewest tokens of a phrase. */
  readonly minTokens: number
  /** Fewest places. */
  readonly minCount: number
  /** Most phrases. */
  readonly maxPhrases: number
  /** Candidates whose exact gain is computed. */
  readonly maxCandidates: number
  /** An alias as it will be written, for counting. */
  readonly alias: string
  /** Tokens that the definition takes; `before` and `after` are the texts beside the phrase's first place. */
  readonly definitionCost: (phrase: string, before: string, after: string) => number
  /** Gain below which a phrase is not worth a reader's attention. */
  readonly minGain: number
  /** Whether a phrase may have an alias at all. */
  readonly accepts?: (phrase: string) => boolean
}

/** Contexts in which a phrase is counted exactly; further places count as the mean of these. */
const MAX_CONTEXTS = 8

/**
 * Chooses phrases greedily by exact net tokens; after each choice the places of every other candidate are counted again.
 * Two orders are tried, the most rewarding first and the longest first, and the one that wins more is taken: whole lines
 * are better than what they share if there are few of them. Marks what it uses as barriers in `atoms.flags`.
 */
export function choosePhrases(atoms: Atoms, rules: PhraseRules): ChosenPhrase[] {
  const candidates = candidatesOf(atoms, rules)
  if (candidates.length === 0) return []
  const choices = [
    choose(atoms, candidates, rules, (_, gain) => gain),
    choose(atoms, candidates, rules, ({ tokens }) => tokens),
  ] as const
  const best = totalGain(choices[1]) > totalGain(choices[0]) ? choices[1] : choices[0]
  for (const { places, length } of best) {
    for (const place of places) atoms.flags.fill(BARRIER, place, place + length)
  }
  return best
}

/** How good a candidate is, given what it still wins. */
type Rank = (candidate: Candidate, gain: number) => number

function choose(
  source: Atoms,
  candidates: readonly Candidate[],
  rules: PhraseRules,
  rank: Rank,
): ChosenPhrase[] {
  const atoms = { ...source, flags: source.flags.slice() }
  const queue: RankedCandidate[] = []
  for (const candidate of candidates)
    insert(queue, { candidate, rank: rank(candidate, candidate.gain) })
  const chosen: ChosenPhrase[] = []
  while (queue.length > 0 && chosen.length < rules.maxPhrases) {
    const { candidate, rank: before } = queue.pop()!
    const places = freePlaces(atoms, candidate.repeat)
    const gain = places.length < rules.minCount ? 0 : gainOf(atoms, candidate, places, rules)
    if (gain < rules.minGain) continue
    const now = rank(candidate, gain)
    if (now < before && now < (queue[queue.length - 1]?.rank ?? 0)) {
      insert(queue, { candidate, rank: now })
      continue
    }
    const { phrase, repeat } = candidate
    for (const place of places) atoms.flags.fill(BARRIER, place, place + repeat.length)
    chosen.push({ phrase, length: repeat.length, places, gain })
  }
  return chosen
}

function totalGain(chosen: readonly ChosenPhrase[]): number {
  return chosen.reduce((sum, { gain }) => sum + gain, 0)
}

interface RankedCandidate {
  readonly candidate: Candidate
  readonly rank: number
}

interface Candidate {
  readonly repeat: Repeat
  readonly phrase: string
  readonly tokens: number
  readonly gain: number
}

/** The most promising repeats, with a bound of what each can win. */
function candidatesOf(atoms: Atoms, rules: PhraseRules): Candidate[] {
  const sizes = estimateSizes(atoms)
  const estimate = (from: number, length: number, count: number): number => {
    const tokens = sizes[from + length]! - sizes[from]!
    return tokens < rules.minTokens / 2 ? 0 : (count - 1) * (tokens - 1) - 3
  }
  const candidates: Candidate[] = []
  for (const repeat of findRepeats(atoms, estimate, rules.maxCandidates)) {
    const phrase = textOf(atoms, repeat.places[0]!, repeat.length)
    const tokens = rules.counter.countTokens(phrase)
    if (tokens < rules.minTokens || rules.accepts?.(phrase) === false) continue
    candidates.push({ repeat, phrase, tokens, gain: (repeat.places.length - 1) * (tokens - 1) })
  }
  return candidates
}

/** Rough running size in tokens, from character classes alone: only ranks candidates. */
function estimateSizes({ text, count, starts }: Atoms): Float64Array {
  const sizes = new Float64Array(count + 1)
  for (let at = 0; at < count; at += 1) {
    const length = starts[at + 1]! - starts[at]!
    const isSpace = text.charCodeAt(starts[at]!) === 32
    const unit = text.charCodeAt(starts[at]!)
    const digits = unit >= 48 && unit <= 57
    sizes[at + 1] = sizes[at]! + (isSpace ? 0.1 : Math.ceil(length / (digits ? 2.5 : 6)))
  }
  return sizes
}

function insert(queue: RankedCandidate[], candidate: RankedCandidate): void {
  let low = 0
  let high = queue.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (queue[middle]!.rank < candidate.rank) low = middle + 1
    else high = middle
  }
  queue.splice(low, 0, candidate)
}

function freePlaces(atoms: Atoms, { places, length }: Repeat): number[] {
  const free: number[] = []
  let end = -1
  for (const place of places) {
    if (place < end || touchesBarrier(atoms, place, length)) continue
    if (!isSafeBetween(atoms, place, length)) continue
    free.push(place)
    end = place + length
  }
  return free
}

function touchesBarrier({ flags }: Atoms, place: number, length: number): boolean {
  // Chosen runs are no shorter than one atom and this run held no barrier before: its ends and middle may.
  for (let at = place; at < place + length; at += 1) if ((flags[at]! & BARRIER) !== 0) return true
  return false
}

/**
 * An alias cannot stand before a word, `[phrase=` would read as a definition, and a time stamp, a version or an address
 * is one unit though it holds punctuation.
 */
export function isSafeBetween({ text, starts }: Atoms, place: number, length: number): boolean {
  const to = starts[place + length]!
  if (to < text.length && isWordUnit(text.charCodeAt(to))) return false
  if (cutsNumber(text, starts[place]!) || cutsNumber(text, to)) return false
  return text[starts[place]! - 1] !== '[' || text[to] !== '='
}

const JOINS_DIGITS = ':.,-/'

/** Whether digits go on across an offset: `18:36:|19`, `2026-03|-02`. */
function cutsNumber(text: string, at: number): boolean {
  const joins = (place: number): boolean => JOINS_DIGITS.includes(text[place] ?? ' ')
  const before = joins(at - 1) ? at - 2 : at - 1
  const after = joins(at) ? at + 1 : at
  return after - before > 1 && isDigit(text, before) && isDigit(text, after)
}

function isDigit(text: string, at: number): boolean {
  const unit = text.charCodeAt(at)
  return unit >= 48 && unit <= 57
}

function gainOf(
  atoms: Atoms,
  { phrase, repeat }: Candidate,
  places: readonly number[],
  rules: PhraseRules,
): number {
  const { counter, alias } = rules
  const contexts = new Map<string, { before: string; after: string; count: number }>()
  for (const place of places) {
    const before = besides(atoms, place - 2, place)
    const after = besides(atoms, place + repeat.length, place + repeat.length + 1)
    const key = `${before}\n${after}`
    const context = contexts.get(key)
    if (context !== undefined) context.count += 1
    else if (contexts.size < MAX_CONTEXTS) contexts.set(key, { before, after, count: 1 })
  }
  let gain = 0
  let counted = 0
  for (const { before, after, count } of contexts.values()) {
    const saved =
      counter.countTokens(before + phrase + after) - counter.countTokens(before + alias + after)
    gain += saved * count
    counted += count
  }
  const { before, after } = contexts.values().next().value!
  const definition = rules.definitionCost(phrase, before, after)
  return (gain * places.length) / counted - definition
}

function besides(atoms: Atoms, from: number, to: number): string {
  const text = textOf(atoms, Math.max(0, from), Math.min(atoms.count, to) - Math.max(0, from))
  return text.slice(0, 40)
}

function textOf({ text, starts }: Atoms, from: number, length: number): string {
  return text.slice(starts[from], starts[Math.max(from, from + length)])
}
