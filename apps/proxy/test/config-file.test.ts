import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { readConfigFile } from '../src/config-file.ts'
import { EnvironmentError } from '../src/environment.ts'

const folder = mkdtempSync(join(tmpdir(), 'pith-config-'))
const file = join(folder, 'pith.config.jsonc')

afterAll(() => rmSync(folder, { recursive: true, force: true }))

function read(text: string): ReturnType<typeof readConfigFile> {
  writeFileSync(file, text)
  return readConfigFile(file)
}

describe('pith.config.jsonc', () => {
  it('takes the block of KrunchWrapper, with comments and trailing commas', () => {
    const { conversation } = read(`{
      // how long conversations are watched
      "conversation_compression": { "max_conversations": 500, "cleanup_interval": 1800, },
      "min_characters": 80, /* of one text */
    }`)
    expect(conversation).toEqual({
      enabled: true,
      mode: 'stateful',
      maxConversations: 500,
      cleanupInterval: 1800,
      minNetEfficiency: 0.05,
      efficiencyTrendWindow: 3,
      longConversationThreshold: 20,
      longConversationMinEfficiency: 0.02,
      forceCompression: false,
      kvCacheThreshold: 20,
      minCharacters: 80,
    })
  })

  it('reads what is asked of answers', () => {
    const text = `{ "output_shaping": { "concise": true,
      "max_output_tokens": { "per_input_token": 0.5, "floor": 512, "ceiling": 4096 } } }`
    expect(read(text)).toEqual({
      shaping: {
        concise: true,
        outputAliases: false,
        maxTokens: { perInputToken: 0.5, floor: 512, ceiling: 4096 },
      },
    })
  })

  it('reads what may be dropped', () => {
    expect(read('{ "loss": { "rate": 0.4, "roles": ["tool", "user"] } }')).toEqual({
      loss: { rate: 0.4, strategy: 'auto', roles: ['tool', 'user'], minTokens: 128 },
    })
  })

  it('sets nothing where it says nothing', () => {
    expect(read('{ "$schema": "./pith.schema.json" }')).toEqual({})
  })

  it.each([
    ['{\n  "min_characters": 50,\n  oops\n}', /line 3: InvalidSymbol/],
    ['{ "min_characters": "50" }', /min_characters: .*expected number/],
    ['{ "min_charakters": 50 }', /min_charakters: no option of Pith; known are .*min_characters/],
    [
      '{ "conversation_compression": { "max_conversation": 5 } }',
      /conversation_compression\.max_conversation: no option of Pith; known are enabled/,
    ],
    [
      '{ "conversation_compression": { "max_conversations": 0, "efficiency_trend_window": 1 } }',
      /max_conversations: .*\n.*efficiency_trend_window: /,
    ],
    [
      '{ "output_shaping": { "max_output_tokens": { "per_input_token": 1, "floor": 9, "ceiling": 5 } } }',
      /output_shaping\.max_output_tokens: floor must not be above ceiling/,
    ],
    ['{ "output_shaping": { "terse": true } }', /output_shaping\.terse: no option .* concise/],
    ['{ "loss": { "rate": 0 } }', /loss\.rate: /],
    ['{ "loss": { "ratio": 0.5 } }', /loss\.ratio: no option .* rate/],
    ['[]', /the file: .*expected object/],
    ['', /line 1: ValueExpected/],
  ])('refuses %j and says where and what', (text, message) => {
    expect(() => read(text)).toThrow(EnvironmentError)
    expect(() => read(text)).toThrow(message)
    expect(() => read(text)).toThrow(new RegExp(`^${file}: `))
  })

  it('refuses a file that is not there', () => {
    expect(() => readConfigFile(join(folder, 'absent.jsonc'))).toThrow(/ENOENT.*PITH_CONFIG/)
  })
})
