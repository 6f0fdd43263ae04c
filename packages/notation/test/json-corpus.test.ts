import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { loadTokenizer } from '@x/tokens'
import { describe, expect, it } from 'vitest'
import { jsonNotation } from '../src/json/json-notation.ts'
import { isContainer, readJson, readJsonText } from '../src/json.ts'
import { forced } from './round-trip.ts'

const FILES = [
  'tool_result/tau-bench',
  'tool_result/tau2-bench-airline-retail',
  'tool_result/dstc8-sgd',
  'tool_result/localstack-snapshots',
  'tool_result/octokit-webhooks-payloads',
  'json_schema/schemastore',
  'json_schema/schemastore-samples',
]

interface CorpusRecord {
  readonly split: string
  readonly text?: string
  readonly messages?: ReadonlyArray<{ readonly role: string; readonly content: unknown }>
}

function jsonTextsOf(folder: string, file: string): string[] {
  const packed = readFileSync(join(folder, 'data/corpus', `${file}.jsonl.gz`))
  const lines = gunzipSync(packed).toString('utf8').trim().split('\n')
  return lines
    .map((line) => JSON.parse(line) as CorpusRecord)
    .filter(({ split }) => split === 'validation')
    .flatMap(({ text, messages }) => [
      text,
      ...(messages?.filter(({ role }) => role === 'tool').map(({ content }) => content) ?? []),
    ])
    .filter((text) => typeof text === 'string')
    .filter((text) => {
      const node = readJson(text)
      return node !== undefined && isContainer(node)
    })
}

describe('public JSON', () => {
  for (const file of FILES) {
    it(`of ${file} is rendered and comes back`, async (ctx) => {
      const folder = process.env.PITH_DATA
      if (!folder) return ctx.skip('PITH_DATA is not set')
      const options = forced(await loadTokenizer('o200k_base'))
      for (const text of jsonTextsOf(folder, file)) {
        const rendered = jsonNotation.render(text, options)
        expect(rendered !== undefined).toBe(readJsonText(text) !== undefined)
        if (rendered === undefined) continue
        expect(jsonNotation.parse(rendered, { references: undefined })).toBe(text)
      }
    })
  }
})
