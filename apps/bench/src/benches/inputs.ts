import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createPipeline } from '@x/pipeline'
import { readDocument, restoreDocument } from '@x/pipeline/dialects'
import { loadTokenizer } from '@x/tokens'
import type { Bench } from '../bench.ts'
import { type Cell, markdownTable } from '../table.ts'

const whole = new Intl.NumberFormat('en-US')

/** What mode `strict` makes of our own inputs: the table of the first README. */
export const inputsBench: Bench = {
  name: 'inputs',
  readme: 'README.md',
  async run({ inputsFolder }) {
    const tokenizer = await loadTokenizer('o200k_base')
    const pipeline = createPipeline({ tokenizer, policy: { mode: 'strict' } })
    const rows = readdirSync(inputsFolder).map((name): Cell[] => {
      const source = readFileSync(join(inputsFolder, name), 'utf8')
      const document = readDocument(source)
      const { tokensBefore, tokensAfter, savings, parts } = pipeline.run(document.transcript)
      const isExact = restoreDocument(document.splice(parts)) === source
      if (!isExact) throw new Error(`${name} does not decode to its source`)
      const counts = [tokensBefore, tokensAfter].map((count) => whole.format(count))
      return [`\`${name}\``, ...counts, `${(savings * 100).toFixed(1)} %`, 'same bytes']
    })
    return markdownTable(['input', 'tokens before', 'after', 'saved', 'decoded'], rows)
  },
}
