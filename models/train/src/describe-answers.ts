import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Corpus } from '@x/agentcompbench'
import {
  compareSentences,
  createWordpiece,
  describeSimilar,
  type LinearModel,
  questionPieces,
  runSentences,
} from '@x/classifier/training'
import * as ort from 'onnxruntime-node'
import { answerQuestions, isHeldOut } from './question-cases.ts'

/** What is described, and where it is written. */
export interface DescribeAnswersOptions {
  readonly corpus: Corpus
  /** The exported model. */
  readonly model: string
  /** The linear model that a document is scored with. */
  readonly linearOf: (docId: string) => LinearModel
  /** The file of rows. */
  readonly file: string
}

/**
 * Describes the sentences of the buried passages that were held out as the run time does, with its code and by the exported graph,
 * and writes them as 32-bit floats: what is known of a sentence, then whether it holds the answer. Returns how many there are.
 */
export async function describeAnswers(options: DescribeAnswersOptions): Promise<number> {
  const similaritiesOf = await openSimilarities(options.model)
  const rows: number[][] = []
  for (const item of answerQuestions(options.corpus, options.linearOf)) {
    const { docId, question, sentences, logits, worth } = item
    if (!isHeldOut(docId)) continue
    const texts = sentences.map(({ shown }) => shown)
    const similarities = await similaritiesOf(question, texts)
    const described = describeSimilar(sentences, logits, similarities)
    for (const [i, inputs] of described.entries()) rows.push([...inputs, worth[i]!])
  }
  writeFileSync(options.file, Float32Array.from(rows.flat()))
  return rows.length
}

/** What the run time would compare a question and sentences by, from the folder of a model. */
async function openSimilarities(folder: string) {
  const { file, vocabulary, window } = JSON.parse(
    readFileSync(join(folder, 'manifest.json'), 'utf8'),
  ) as { readonly file: string; readonly vocabulary: string; readonly window: number }
  const wordpiece = createWordpiece(readFileSync(join(folder, vocabulary), 'utf8'))
  const session = await ort.InferenceSession.create(join(folder, file))
  const reader = { wordpiece, window, embed: runSentences(ort as never, session as never) }
  return async (question: string, texts: readonly string[]): Promise<readonly number[]> => {
    const asked = questionPieces(question.trim(), wordpiece, window)
    if (asked === undefined) throw new RangeError(`no model reads the question ${question}`)
    return await compareSentences(asked, texts, reader, () => {})
  }
}
