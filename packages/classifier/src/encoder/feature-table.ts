import { PRIOR_LEVELS } from './prior.ts'

/** Version of the features below; a model states the one that it was trained with. */
export const FEATURES_VERSION = 2

/** Numbers of pieces stay below this. */
export const PIECES = 0x10000

/** What is known of each token beside its piece: small numbers, each below its size. 0 is for tokens that it does not fit. */
export const FEATURE_SIZES = {
  /** 1 mark, 2 query, 3 JSON key, 4 JSON string, 5 other JSON value, 6 line or sentence. */
  segment: 7,
  /** Ten times the rate. */
  rate: 11,
  /** Form of the string around it: digits, case, joints. */
  shape: 20,
  /** 1 first piece of a string, 2 a later piece, 3 of no string. */
  piece: 4,
  /** 1 not worth keeping, 2 earlier messages unknown, 3 new, 4 in an earlier message. */
  seen: 5,
  /** Of the string in the query: 1 no, 2 its first letters, 3 a part of it, 4 all of it. */
  asked: 5,
  rarity: 10,
  /** Length of the string. */
  length: 10,
  /** How often the string stands in the text, and whether this is its first place. */
  count: 11,
  /** Kind of answer that the question wants (time, number, name), and whether the string is one. */
  wanted: 7,
  /** Whether the unit of the text has such an answer. */
  unitWanted: 3,
  /** Share of the weight of the query's terms that the unit has. */
  unitAsked: 8,
  /** Place of the unit among all, by its overlap with the query. */
  unitRank: 8,
  /** The same for the row or line around it, and for the better of its neighbours. */
  rowAsked: 8,
  rowRank: 8,
  nearAsked: 8,
  /** Terms of the key that the query has, or first letters of them. */
  keyAsked: 5,
  /** How often the key stands in the text, and how many different values it has there. */
  column: 14,
  row: 8,
  rows: 8,
  /** Place of the unit: tenth of the text, and number from the start. */
  position: 11,
  index: 10,
  units: 9,
  depth: 8,
  cost: 9,
  /** Strings of the unit, and how many of them stand in earlier messages. */
  strings: 8,
  unitSeen: 6,
  rowSeen: 6,
  /** Whether the string is the first of its unit. */
  leads: 3,
  /** What the linear model says of the string, as `priorLevel` numbers logits; 0 where it says nothing. The encoder adds to it. */
  prior: PRIOR_LEVELS as number,
  /** What it says that by: 1 forms met in training, 2 what holds for any form, 3 a question, 4 none. */
  priorSource: 5,
  /** What it says of the sentence, where there is a question. */
  priorSentence: PRIOR_LEVELS as number,
  /** What it says by what holds for any form. */
  priorTransfer: PRIOR_LEVELS as number,
  /** The first pieces of the unit's key, by their numbers in the vocabulary; 0 for none. */
  key1: PIECES as number,
  key2: PIECES as number,
  key3: PIECES as number,
} as const

/** A feature's name. */
export type FeatureName = keyof typeof FEATURE_SIZES

/** Names in the order in which a token's numbers stand. */
export const FEATURE_NAMES: readonly FeatureName[] = Object.keys(FEATURE_SIZES) as FeatureName[]

/** Numbers that each token has. */
export const FEATURE_COUNT: number = FEATURE_NAMES.length

const PLACES: ReadonlyMap<string, number> = new Map(FEATURE_NAMES.map((name, i) => [name, i]))

/** A token's numbers; what is not named is 0. */
export function featureRow(values: Partial<Record<FeatureName, number>>): Uint16Array {
  const row = new Uint16Array(FEATURE_COUNT)
  for (const [name, value] of Object.entries(values)) row[PLACES.get(name)!] = value
  return row
}

/** How many of the (ascending) edges a value is above. */
export function levelOf(value: number, edges: readonly number[]): number {
  let level = 0
  while (level < edges.length && value > edges[level]!) level++
  return level
}
