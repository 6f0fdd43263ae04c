import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Corpus, withoutDocuments } from '@x/agentcompbench'
import { type LinearModel, packLinearModel, readLinearModel } from '@x/classifier/training'
import { trainModel } from '@x/linear'

/** Each is trained without a third of the documents. */
const FOLDS = 3

/**
 * The linear model for a document, trained without it: what an encoder sees of it in training is what it will see of texts
 * that nobody trained on. Models are kept in `folder`.
 */
export function crossFit(
  corpus: Corpus,
  folder: string,
  log: (line: string) => void,
): (docId: string) => LinearModel {
  mkdirSync(folder, { recursive: true })
  const models = Array.from({ length: FOLDS }, (_, fold) => {
    const path = join(folder, `without-${fold}.bin`)
    if (!existsSync(path)) {
      log(`linear model without fold ${fold + 1} of ${FOLDS}`)
      const rest = withoutDocuments(corpus, (docId) => foldOf(docId) === fold)
      writeFileSync(path, packLinearModel(trainModel(rest, log)))
    }
    return readLinearModel(new Uint8Array(readFileSync(path)))
  })
  return (docId) => models[foldOf(docId)]!
}

function foldOf(docId: string): number {
  return createHash('sha256').update(`fold\n${docId}`).digest().readUInt32BE() % FOLDS
}
