import { refuseUncovered } from '../encoder/coverage.ts'
import {
  askedLogits,
  combineAsked,
  combineTalk,
  isTalk,
  withSentences,
} from '../linear/natural-model.ts'
import { TALK_NOTE } from '../linear/text-priors.ts'
import type { KeepScores } from '../scores/keep-scores.ts'
import { refuseOtherScripts } from '../scores/refuse-other-scripts.ts'
import { compareSentences } from '../similarity/compare-sentences.ts'
import { questionPieces } from '../similarity/read-question.ts'
import { rescoreSentences } from '../similarity/rescore-sentences.ts'
import type { SentenceModel } from './model.ts'
import type { ModelQuery } from './score-with-model.ts'

const QUESTION_NOTE =
  'The question has too few words that the model knows: the linear model scored alone.'

/**
 * Scores the words of a natural text that is asked about: the linear model says what of each sentence answers, then how alike
 * the sentence and the question are moves that. `proceed` is called before each batch and throws where time is up.
 *
 * @throws {RangeError} for a text in another script, or when the vocabulary covers too little of it
 */
export async function scoreAskedWithModel(
  text: string,
  { detection, query = '' }: ModelQuery,
  backend: string,
  model: SentenceModel,
  proceed: () => void,
): Promise<KeepScores> {
  const { manifest, wordpiece, linear, embed } = model
  refuseOtherScripts(text, manifest.name)
  const { name, window, similarity } = manifest
  const question = query.trim()
  const found = askedLogits(text, question, linear)
  const { sentences, sentenceLogits } = found
  const head = { backend: `${backend} ${name}`, detection }
  if (isTalk(sentences)) return { ...head, ...combineTalk(found), notes: [TALK_NOTE] }
  const asked = questionPieces(question, wordpiece, window)
  if (asked === undefined) {
    return { ...head, ...combineAsked(text, found), notes: [QUESTION_NOTE] }
  }
  const similarities = await compareSentences(
    asked,
    sentences.map(({ start, end }) => text.slice(start, end)),
    { wordpiece, window, embed },
    (uncovered) => {
      refuseUncovered(uncovered, name)
      proceed()
    },
  )
  const logits = rescoreSentences(sentences, sentenceLogits, similarities, similarity)
  return { ...head, ...combineAsked(text, withSentences(found, logits)), notes: [] }
}
