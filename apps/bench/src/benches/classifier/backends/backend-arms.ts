import type { ReuseSample, WordedText } from '@x/agentcompbench'
import { createKeepClassifier, type Grain, type KeepQuery, type KeepScores } from '@x/classifier'
import {
  coverUnits,
  orderUnits,
  takeInOrder,
  totalCost,
  type Unit,
  unitsOf,
} from '@x/classifier/training'
import type { Arm } from '../measure/arm.ts'
import type { MeasuredBackend } from './measured-backends.ts'

type Known = Omit<KeepQuery, 'rate'>

/** Fields by the scores of a backend, which sees the text alone and what the conversation says before it. */
export function reuseBackendArm(measured: MeasuredBackend): Arm<ReuseSample> {
  return {
    name: measured.name,
    prepare(sample) {
      const { text, query, earlier, units, total } = sample
      const score = scorer(measured, text, { query, earlier })
      return async (rate) =>
        new Set(takeInOrder(units, orderUnits(text, units, await score(rate)), rate * total))
    },
  }
}

/** The same as a caller gets it: with the floor, flagged fields first, and marks that count. */
export function reuseKeepArm({ name, backend }: MeasuredBackend): Arm<ReuseSample> {
  const classifier = createKeepClassifier({ backend: backend ?? 'heuristic' })
  return {
    name: `${name}, with floor and marks`,
    prepare:
      ({ text, query, earlier, units }) =>
      async (rate) => {
        const { kept } = await classifier.keep(text, { rate, unit: 'field', query, earlier })
        const isKept = (unit: Unit) =>
          kept.some(([start, end]) => start <= unit.valueStart && unit.valueEnd <= end)
        return new Set(units.filter(isKept).map(({ index }) => index))
      },
  }
}

/** Words of a text by the scores of a backend, kept by line, sentence or word. */
export function wordBackendArm<Case extends WordedText>(
  measured: MeasuredBackend,
  grain: Extract<Grain, 'line' | 'sentence' | 'word'>,
  knownOf: (item: Case) => Known,
): Arm<Case> {
  return {
    name: measured.name,
    prepare(item) {
      const { text } = item
      const units = unitsOf(text, grain)
      const score = scorer(measured, text, knownOf(item))
      const total = totalCost(units)
      return async (rate) => {
        const order = orderUnits(text, units, ofGrain(await score(rate), grain))
        return wordsInside(item, units, takeInOrder(units, order, rate * total))
      }
    },
  }
}

/** Words do not cover each other: the best of its strings counts. */
function ofGrain(scores: KeepScores, grain: Grain): KeepScores {
  return grain === 'word' && scores.combine === 'cover' ? { ...scores, combine: 'max' } : scores
}

function scorer({ backend }: MeasuredBackend, text: string, known: Known) {
  const classifier = createKeepClassifier({ backend: backend ?? 'heuristic' })
  let last: Promise<KeepScores> | undefined
  return (rate: number): Promise<KeepScores> => {
    last ??= classifier.score(text, { ...known, rate })
    return last.then(refuseFallback)
  }
}

/** A row must not show the heuristic under another name. Texts that a backend refuses are the heuristic's by design. */
function refuseFallback(scores: KeepScores): KeepScores {
  if (scores.fallback !== undefined && !/vocabulary|script/.test(scores.fallback)) {
    throw new Error(`the backend fell back: ${scores.fallback}`)
  }
  return scores
}

function wordsInside(
  { words }: WordedText,
  units: readonly Unit[],
  kept: readonly number[],
): ReadonlySet<number> {
  const found = new Set<number>()
  const spans = kept.map((index) => units[index]!).sort((a, b) => a.start - b.start)
  let at = 0
  for (const [i, word] of words.entries()) {
    while (at < spans.length && spans[at]!.end <= word.start) at += 1
    if (at < spans.length && spans[at]!.start <= word.start) found.add(i)
  }
  return found
}

/**
 * The same scores, covered within the budget: what does not fit covers nothing. `selectKept` orders once for all rates instead, so
 * that a higher rate keeps no less.
 */
export function wordCoverArm<Case extends WordedText>(
  measured: MeasuredBackend,
  knownOf: (item: Case) => Known,
): Arm<Case> {
  return {
    name: `${measured.name}, covered within the budget`,
    prepare(item) {
      const { text } = item
      const units = unitsOf(text, 'sentence')
      const score = scorer(measured, text, knownOf(item))
      const total = totalCost(units)
      return async (rate) => {
        const strings = scoredStrings(text, units, await score(rate))
        const items = units.map((unit, i) => ({ ...unit, strings: strings[i]! }))
        const weigh = (string: string, { strings: own }: (typeof items)[number]) => own.get(string)!
        return wordsInside(item, units, coverUnits(items, weigh, rate * total))
      }
    },
  }
}

/** For each unit its scored strings, each with its best score. */
function scoredStrings(
  text: string,
  units: readonly Unit[],
  { words }: KeepScores,
): Map<string, number>[] {
  let at = 0
  return units.map(({ end }) => {
    const found = new Map<string, number>()
    for (; at < words.length && words[at]!.start < end; at++) {
      const { start, end: to, score } = words[at]!
      const string = text.slice(start, to).toLowerCase()
      found.set(string, Math.max(score, found.get(string) ?? 0))
    }
    return found
  })
}
