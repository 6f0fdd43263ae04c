import { createHash } from 'node:crypto'

/** One document of the train split in so many is held out of models that are trained to compare sizes. */
const ONE_IN = 4

/** Whether a document was held out of them: the rule of `models/train/pith_train/windows.py`. */
export function isHeldOut(docId: string): boolean {
  const digest = createHash('sha256').update(docId).digest('hex')
  return Number.parseInt(digest.slice(8, 16), 16) % ONE_IN === 0
}
