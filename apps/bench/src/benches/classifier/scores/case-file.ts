import { mentionsOf } from '@x/classifier/training'
import type { ValidationCases } from '../validation-cases.ts'

/** A case as it is given to whatever scores it outside this process. */
export interface WrittenCase {
  readonly id: string
  readonly text: string
  readonly unit: 'field' | 'sentence' | 'line'
  readonly query?: string
  /** The strings of the text that stood in earlier messages. */
  readonly seen?: readonly string[]
}

/** All validation cases, to be scored; answers twice, with the question and without. */
export function* writtenCases(cases: ValidationCases): Generator<WrittenCase> {
  for (const [i, { text, query, earlier }] of cases.reuse().entries()) {
    const seen = [...mentionsOf(text)].filter((mention) => earlier.has(mention))
    yield { id: `reuse/${i}`, text, unit: 'field', query, seen }
  }
  for (const [i, { text, question }] of cases.answers().entries()) {
    yield { id: `asked/${i}`, text, unit: 'sentence', query: question }
    yield { id: `unasked/${i}`, text, unit: 'sentence' }
  }
  for (const [i, { text, question }] of cases.references().entries()) {
    yield { id: `references/${i}`, text, unit: 'sentence', query: question }
  }
  for (const [i, { text, question }] of cases.turns().entries()) {
    yield { id: `turns/${i}`, text, unit: 'line', query: question }
  }
}
