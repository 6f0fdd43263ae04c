import { readFileSync } from 'node:fs'
import { loadTokenizer } from '@x/tokens'
import { describe, expect, it } from 'vitest'
import { parse, render } from '../src/index.ts'

const counter = await loadTokenizer('o200k_base')
const page = readFileSync(new URL('../../../docs/notation.md', import.meta.url), 'utf8')

/** The indented blocks of the page that are rendered texts: one each line for objects, one for a table or text. */
const examples = Array.from(page.matchAll(/(?:^ {4}.*\n)+/gm), ([block]) =>
  block.replace(/^ {4}/gm, '').trimEnd(),
)
  .filter((block) => block.startsWith('~'))
  .flatMap((block) => (block.startsWith('~{') ? block.split('\n') : [block]))

describe('the page of the grammar', () => {
  it('has examples', () => {
    expect(examples.length).toBe(6)
  })

  it.each(examples)('shows what is written: %s', (example) => {
    const original = parse(example)
    expect(original).not.toBe(example)
    expect(render(original, { counter })?.text).toBe(example)
  })
})
