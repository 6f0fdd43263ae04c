import { join } from 'node:path'
import { loadTokenizer } from '@x/tokens'
import { describe, expect, it } from 'vitest'
import { checkLaws } from './check-laws.ts'
import { conversationsOf, DATA_FOLDER } from './recorded-conversations.ts'

const tokenizer = await loadTokenizer('o200k_base')

const SAMPLES = [
  'tool_result/tau-bench',
  'tool_result/tau2-bench-airline-retail',
  'mcp_tool_call/tau2-bench-other',
  'tool_result/dstc8-sgd',
  'agent_history/swe-agent-demos',
  'browser_session/react-webshop',
  'chat_history/mt-bench-101',
]

describe('the laws over recorded conversations', () => {
  it.for(SAMPLES)('hold for a sample of %s', (name, context) => {
    if (DATA_FOLDER === undefined) return context.skip('PITH_DATA is not set')
    const all = [...conversationsOf(join(DATA_FOLDER, 'data/corpus', `${name}.jsonl.gz`), name)]
    const sample = [0, 1, 2].map((n) => all[Math.floor((n * all.length) / 3)]!)
    for (const { transcript } of sample) {
      const result = checkLaws(transcript, {
        tokenizer,
        policy: { mode: 'strict' },
        prefixes: (length) => [length >> 1],
      })
      expect(result.failures.length).toBeLessThan(transcript.parts.length)
    }
  })
})
