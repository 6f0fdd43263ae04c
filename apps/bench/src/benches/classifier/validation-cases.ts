import {
  type AnswerCase,
  answerCases,
  type Corpus,
  domainWords,
  type ReuseSample,
  referenceCases,
  reuseSamples,
  turnCases,
} from '@x/agentcompbench'
import { type WordedTurns, wordTurns } from './measure/worded-turns.ts'
import { openReference, type ReferenceSource } from './references/measures.ts'

/** What is measured on the validation split; the place in its list is the number of a case. */
export interface ValidationCases {
  reuse(): readonly ReuseSample[]
  answers(): readonly AnswerCase[]
  references(): readonly ReferenceSource[]
  turns(): readonly WordedTurns[]
}

/** Reads each kind of case once, when first asked for. */
export function readValidationCases(corpus: Corpus): ValidationCases {
  return {
    reuse: once(() => [
      ...reuseSamples(corpus, 'validation', { domainWords: domainWords(corpus) }),
    ]),
    answers: once(() => [...answerCases(corpus, 'validation')]),
    references: once(() =>
      [...referenceCases(corpus, 'validation')]
        .filter(({ set }) => set !== 'qmsum meeting')
        .flatMap((item) => openReference(item) ?? []),
    ),
    turns: once(() => Array.from(turnCases(corpus, 'validation'), wordTurns)),
  }
}

function once<Value>(make: () => Value): () => Value {
  const made: Value[] = []
  return () => {
    if (made.length === 0) made.push(make())
    return made[0]!
  }
}
