import { loadTokenizer } from '@x/tokens'
import type { Bench } from '../bench.ts'
import { conversationsTable } from './exact/conversations.ts'
import { kindsTable } from './exact/kinds.ts'
import { pricesTable } from './exact/prices.ts'
import { singleResultsTable } from './exact/single-results.ts'
import { speedTable } from './exact/speed.ts'
import { filesTable, inputsTable } from './lines.ts'

/** Exact rewriting on the validation split of public corpora: tokens, price and time. */
export const exactBench: Bench = {
  name: 'exact',
  readme: 'packages/pipeline/README.md',
  async run({ dataFolder, log, args }) {
    if (dataFolder === undefined) {
      throw new Error('this bench needs the public corpora: set PITH_DATA to their folder')
    }
    const tokenizer = await loadTokenizer('o200k_base')
    if (args.join(' ') === '--section kinds') {
      return { 'exact:kinds': kindsTable(dataFolder, tokenizer) }
    }
    // First, so that the code is as cold as it says.
    log('time')
    const speed = speedTable(dataFolder, tokenizer)
    log('single results')
    const single = singleResultsTable(dataFolder, tokenizer)
    log('whole conversations')
    const conversations = conversationsTable(dataFolder, tokenizer)
    log('logs and listings')
    const lines = [inputsTable(tokenizer, dataFolder), filesTable(tokenizer, dataFolder)]
    log('prices')
    const prices = pricesTable(dataFolder, tokenizer)
    const kinds = kindsTable(dataFolder, tokenizer)
    const all = [
      'Exact o200k_base tokens; every rewrite was decoded and compared. Single JSON results below their **minified** form:',
      single,
      'Whole conversations, all tokens of the transcript counted (system prompts, assistant texts and arguments stay verbatim; `every role`: with `roles` that opt them in, arguments still verbatim):',
      conversations,
      'Logs, listings, test runs, diagnostics and diffs below **raw** (goal: 50 % in the mean of repetitive files):',
      ...lines,
      "Price of replaying every request against none (1 = no Pith), under each provider's cache rules and start rule:",
      prices,
      'Time, counting included (cold: a new pipeline in a process that has run the train split (of SWE-agent that is part of what is measured), the median of five runs of each conversation; remembered: the same history again in strings of its own, the median of five groups of 64 turns; other last part: the same history with a short new end; a single group may hold a garbage collection of the whole process):',
      speed,
    ].join('\n\n')
    return { exact: all, 'exact:kinds': kinds }
  },
}
