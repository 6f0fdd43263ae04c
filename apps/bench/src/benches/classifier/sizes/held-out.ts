import { createHash } from 'node:crypto'

/** One document of the train split in so many is held out of models that are trained to compare sizes. */
const ONE_IN = 4

/**
 * Whether a document was held out of them: the rule of `models/train/pith_train/windows.py`. `oneIn` of a multiple of four says it of
 * fewer of the same documents.
 */
export function isHeldOut(docId: string, oneIn: number = ONE_IN): boolean {
  const digest = createHash('sha256').update(docId).digest('hex')
  return Number.parseInt(digest.slice(8, 16), 16) % oneIn === 0
}
