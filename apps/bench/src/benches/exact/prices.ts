import { CACHE_RULES } from '@x/pipeline/planner'
import { type ReplayPrice, readTrace, replay } from '@x/pipeline/replay'
import type { Tokenizer } from '@x/tokens'
import { type Cell, markdownTable } from '../../table.ts'
import { conversationBodies, FAMILIES, readCorpus } from './corpus.ts'

/** Price of replaying every request with Pith against none, under each provider's start rule. */
export function pricesTable(dataFolder: string, tokenizer: Tokenizer): string {
  const rows = FAMILIES.map(({ name, file, split }): Cell[] => {
    const conversations = conversationBodies(readCorpus(dataFolder, file, split)).flatMap(
      (body) => readTrace(body).conversations,
    )
    const policy = { mode: 'strict' } as const
    const result = replay({ conversations }, { tokenizer, policy, providers: CACHE_RULES })
    if (result.prefixBreaks > 0) throw new Error(`${name}: a prefix broke`)
    return [name, result.requests.length, ...result.prices.map(describe)]
  })
  return markdownTable(
    ['pooled / mean / worst', 'requests', ...CACHE_RULES.map(({ id }) => id)],
    rows,
  )
}

function describe({ pooledRatio, meanRatio, worstRatio, conversationsAbove }: ReplayPrice): string {
  const ratios = [pooledRatio, meanRatio, worstRatio].map((ratio) => ratio.toFixed(3).slice(0, 5))
  return `${ratios.join(' / ')}${conversationsAbove > 0 ? ` (${conversationsAbove} above 1)` : ''}`
}
