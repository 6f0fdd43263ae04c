import type { Keeper } from '@x/pipeline'

/** Keeps every second line: whatever the proxy does with a selection shows with it. */
export function createHalfKeeper(fallback?: string): Keeper {
  return {
    id: 'halves-1',
    describe: () => ({
      kind: 'prose',
      confidence: 1,
      density: { structureRatio: 0, technicalTermDensity: 0, wordsPerLine: 20, score: 0 },
    }),
    rateFor: (rate) => rate,
    mentions: () => [],
    async keep({ text }) {
      const kept = text.split('\n').filter((_line, at) => at % 2 === 0)
      return {
        text: `${kept.join('\n')}\n[... ${kept.length} lines dropped]`,
        unit: 'line',
        gaps: 1,
        reachableRate: 0,
        flaggedKept: 0,
        flaggedDropped: 0,
        backend: 'halves',
        ...(fallback !== undefined && { fallback }),
      }
    },
  }
}

const WORDS = (
  'crate lantern shelf keeper gate straw book hall store upper north closes opens carries ' +
  'writes number evening seven nobody whoever easily catches before after beside under'
).split(' ')

/** Lines of words in no order, so that no exact form saves anything. */
export function notes(seed: number, count = 400): string {
  let state = seed * 7919
  const word = (): string => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0
    return WORDS[(state >>> 8) % WORDS.length]!
  }
  return Array.from({ length: count }, () => Array.from({ length: 9 }, word).join(' ')).join('\n')
}

/** A chat request whose tool results are notes, one for each seed. */
export function notesRequest(...seeds: readonly number[]): Record<string, unknown> {
  const turns = seeds.flatMap((seed) => [
    {
      role: 'assistant',
      content: null,
      tool_calls: [
        {
          id: `call_${seed}`,
          type: 'function',
          function: { name: 'open', arguments: `{"page":${seed}}` },
        },
      ],
    },
    { role: 'tool', tool_call_id: `call_${seed}`, content: notes(seed) },
  ])
  return {
    model: 'gpt-4o',
    messages: [{ role: 'user', content: 'Who closes the gate?' }, ...turns],
  }
}
