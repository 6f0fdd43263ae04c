import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Corpus } from '@x/agentcompbench'
import {
  batchSentences,
  createWordpiece,
  describeSimilar,
  type LinearModel,
  runSentences,
  similaritiesTo,
} from '@x/classifier/training'
import * as ort from 'onnxruntime-node'
import { isHeldOut, questionCases } from './question-cases.ts'

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
  for (const item of questionCases(options.corpus, options.linearOf)) {
    const { kind, docId, question, sentences, logits, worth } = item
    if (kind !== 'answer' || !isHeldOut(docId)) continue
    const texts = sentences.map(({ shown }) => shown)
    const similarities = await similaritiesOf(question, texts)
    const described = describeSimilar(sentences, logits, similarities)
    for (const [i, inputs] of described.entries()) rows.push([...inputs, worth[i]!])
  }
  writeFileSync(options.file, Float32Array.from(rows.flat()))
  return rows.length
}

/** Similarities by the exported graph; passages come again and again, so each text is read once. */
async function openSimilarities(folder: string) {
  const { file, vocabulary, window } = JSON.parse(
    readFileSync(join(folder, 'manifest.json'), 'utf8'),
  ) as { readonly file: string; readonly vocabulary: string; readonly window: number }
  const wordpiece = createWordpiece(readFileSync(join(folder, vocabulary), 'utf8'))
  const session = await ort.InferenceSession.create(join(folder, file))
  const embed = runSentences(ort as never, session as never)
  const known = new Map<string, ArrayLike<number>>()
  return async (question: string, texts: readonly string[]): Promise<number[]> => {
    const missing = [...new Set([question, ...texts])].filter((text) => !known.has(text))
    for (const batch of batchSentences(missing, wordpiece, window).batches) {
      const vectors = await embed(batch)
      for (const [row, at] of batch.texts.entries()) known.set(missing[at]!, vectors[row]!)
    }
    return similaritiesTo(
      known.get(question)!,
      texts.map((text) => known.get(text)!),
    )
  }
}
