/** How much of a text is structure, names and numbers; dense text loses more with each dropped word. */
export interface TextDensity {
  /** Share of the characters, blanks aside, that are marks of structure, from 0 to 1. */
  readonly structureRatio: number
  /** Share of the words that are no words of prose: identifiers, numbers, paths, from 0 to 1. */
  readonly technicalTermDensity: number
  readonly wordsPerLine: number
  /** The three as one figure, from 0 (running prose) to 1 (ids and marks only). */
  readonly score: number
}

/** What a text is: stage S0. */
export interface TextProfile {
  /** `json_api`, `log`, `prose` and so on. */
  readonly kind: string
  /** How sure that is, from 0 to 1. */
  readonly confidence: number
  readonly density: TextDensity
}

/** What is kept or dropped as one. */
export type KeepUnit = 'auto' | 'field' | 'row' | 'line' | 'sentence' | 'word'

/** Lower-cased names, numbers and words of the parts before. */
export interface EarlierWords extends Iterable<string> {
  has(word: string): boolean
}

/** A text of which something may be dropped, and what it is judged by: itself and the parts before it. */
export interface KeepRequest {
  readonly text: string
  readonly profile: TextProfile
  /** Share of the text to keep, above 0 and below 1. */
  readonly rate: number
  readonly unit: KeepUnit
  /** The last text of the user before it. */
  readonly query?: string
  /** What earlier parts show. */
  readonly earlier: EarlierWords
  readonly countTokens: (text: string) => number
}

/** What is kept of a text. */
export interface Selection {
  /** What was kept, with a readable mark in each gap. */
  readonly text: string
  readonly unit: string
  /** Marks that stand for what was dropped. */
  readonly gaps: number
  /** The least share that the floor allows. */
  readonly reachableRate: number
  /** Units that come first (errors, rules): how many were kept, and how many the budget could not hold. */
  readonly flaggedKept: number
  readonly flaggedDropped: number
  /** What scored: `heuristic`, or the model's name. */
  readonly backend: string
  /** Why something else scored than was asked for. */
  readonly fallback?: string
}

/** Decides what of a text is kept. Whatever it drops, the same request must always give the same selection. */
export interface Keeper {
  /** Names backend, model and version: part of what a rendering depends on. */
  readonly id: string
  /** What the text is. */
  describe(text: string): TextProfile
  /** The rate for a text like this where `rate` is asked for on average; grows with it, and is 1 for 1. */
  rateFor(rate: number, profile: TextProfile): number
  /** Lower-cased names, numbers and words of a text: what later parts may repeat. */
  mentions(text: string): Iterable<string>
  /** Selects; may wait for a model. A rejection leaves the part whole. */
  keep(request: KeepRequest): Promise<Selection>
  /** Selects at once; absent where a model must be waited for. */
  readonly keepNow?: (request: KeepRequest) => Selection
}
