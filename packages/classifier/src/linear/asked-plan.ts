import { ASKED_FEATURES, ASKED_SIZES } from './asked-sentences.ts'
import { type Plan, planTemplates } from './templates.ts'

const NAMES = ASKED_FEATURES.map(({ name }) => name)

/** Sentences by how they relate to a question; places among many lines count by how many there are. */
export const ASKED_PLAN: Plan = planTemplates(
  [
    ...NAMES,
    ...['around2', 'around6', 'around11', 'around25', 'lineRank', 'ratio'].map(
      (name) => `${name}*lines`,
    ),
  ],
  NAMES,
  ASKED_SIZES,
)
