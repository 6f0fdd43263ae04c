import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { createPipeline, resolvePolicy } from '../src/index.ts'

const README = readFileSync(join(import.meta.dirname, '../README.md'), 'utf8')

it('the options table of the README names every field of the policy with its default', () => {
  for (const [name, value] of Object.entries(resolvePolicy())) {
    const row = README.split('\n').find((line) => line.startsWith(`| \`policy.${name}\``))
    expect(row, name).toBeDefined()
    if (typeof value === 'number') expect(row!.replaceAll(',', '')).toContain(`| ${value} |`)
  }
})

it('the forms of the README are what the pipeline writes', () => {
  const lines = [
    'the north hall is closed today',
    'please use the south gate',
    'signed by the keeper',
  ]
  const text = lines.join('\n')
  const pipeline = createPipeline({
    tokenizer: { countTokens: (counted) => counted.length },
    policy: { mode: 'strict' },
  })
  const part = (at: number, own: string) => ({
    id: `messages[${at}].content`,
    role: 'tool' as const,
    kind: 'text' as const,
    label: `open#${at + 1}`,
    text: own,
  })
  const numbered = lines.map((line, at) => `${15 + at}:${line}`).join('\n')
  const { parts } = pipeline.run({
    parts: [part(0, text), part(1, `now\n${text}`), part(2, `then\n${text}`), part(3, numbered)],
  })
  expect(parts.map((rendered) => rendered.text).slice(1)).toEqual([
    '~\nnow\n[a=open#1 lines 1-3]',
    '~\nthen\n[a]',
    '~\n[b=open#1 lines 1-3, numbered from 15]',
  ])
})
