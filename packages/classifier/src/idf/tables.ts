import { createIdf, type Idf } from './idf.ts'
import { NATURAL_TABLE } from './natural-table.ts'
import { STRUCTURED_TABLE } from './structured-table.ts'

/** What a text is written for: structured ones (JSON, logs, code, tables) and natural ones (prose, mail, talk) differ in what is rare. */
export type Family = 'structured' | 'natural'

const PACKED: Readonly<Record<Family, string>> = {
  structured: STRUCTURED_TABLE,
  natural: NATURAL_TABLE,
}

const read = new Map<Family, Idf>()

/** The rarity of terms in texts of a family, from the train split of our corpus; read on first use. */
export function idfOf(family: Family): Idf {
  const known = read.get(family)
  if (known !== undefined) return known
  const idf = createIdf(PACKED[family])
  read.set(family, idf)
  return idf
}
