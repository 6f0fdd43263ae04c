import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { packIdf } from '@x/classifier/training'
import type { Corpus } from '../corpus.ts'
import { type DocumentCounts, naturalCounts, structuredCounts } from './idf-documents.ts'

/** Below these counts a term is as rare as an unknown one; set so that both tables stay under 120 KB. */
const MIN_DOCUMENTS = { structured: 8, natural: 9 }

const folder = join(import.meta.dirname, '../../../packages/classifier/src/idf')

/** Counts the train split and writes both tables of rarity into the sources of the classifier: hashes, no words. */
export function buildIdf(corpus: Corpus): void {
  write('structured', structuredCounts(corpus), MIN_DOCUMENTS.structured)
  write('natural', naturalCounts(corpus), MIN_DOCUMENTS.natural)
}

function write(
  name: 'structured' | 'natural',
  { counts, documents }: DocumentCounts,
  minDocuments: number,
): void {
  const bytes = packIdf(counts, documents, { minDocuments })
  const constant = `${name.toUpperCase()}_TABLE`
  const source = `/** Rarity of terms, as \`packIdf\` writes it, in Base64. Made by \`models/agentcompbench\`; not to be edited. */
export const ${constant} =
  '${Buffer.from(bytes).toString('base64')}'
`
  writeFileSync(join(folder, `${name}-table.ts`), source)
  process.stdout.write(
    `${name}: ${documents} documents, ${counts.size} terms, ${bytes.length} bytes\n`,
  )
}
