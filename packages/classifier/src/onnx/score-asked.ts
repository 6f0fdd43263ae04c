import { askedLogits, combineAsked, combineTalk, isTalk } from '../linear/natural-model.ts'
import { TALK_NOTE } from '../linear/text-priors.ts'
import type { KeepScores } from '../scores/keep-scores.ts'
import { refuseOtherScripts } from '../scores/refuse-other-scripts.ts'
import { rescoreSentences, similaritiesTo } from '../similarity/rescore-sentences.ts'
import { batchSentences } from '../similarity/sentence-batches.ts'
import { refuseUncovered } from './coverage.ts'
import type { SentenceModel } from './model.ts'
import type { ModelQuery } from './score-with-model.ts'

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
  const { manifest, wordpiece, linear } = model
  refuseOtherScripts(text, manifest.name)
  const question = query.trim()
  const found = askedLogits(text, question, linear)
  const { sentences, sentenceLogits } = found
  const head = { backend: `${backend} ${manifest.name}`, detection }
  if (isTalk(sentences)) return { ...head, ...combineTalk(found), notes: [TALK_NOTE] }
  const texts = sentences.map(({ start, end }) => text.slice(start, end))
  const { batches, uncovered } = batchSentences([question, ...texts], wordpiece, manifest.window)
  refuseUncovered(uncovered, manifest.name)
  const vectors: ArrayLike<number>[] = []
  for (const batch of batches) {
    proceed()
    const read = await model.embed(batch)
    for (const [row, at] of batch.texts.entries()) vectors[at] = read[row]!
  }
  const [asked, ...others] = vectors
  const similarities = similaritiesTo(asked!, others)
  const logits = rescoreSentences(sentences, sentenceLogits, similarities, manifest.similarity)
  return { ...head, ...combineAsked(text, found.withSentences(logits)), notes: [] }
}
