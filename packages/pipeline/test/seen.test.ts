import { loadTokenizer } from '@x/tokens'
import { describe, expect, it } from 'vitest'
import { readDocument, restoreDocument } from '../src/dialects.ts'
import { createPipeline, type Part, type PipelineResult, restoreTranscript } from '../src/index.ts'

const tokenizer = await loadTokenizer('o200k_base')

interface Seen {
  readonly text: string
  readonly label?: string
}

/** Runs results of tools; expects every text back and no form refused. Answers what was sent. */
function sentOf(texts: readonly (string | Seen)[]): PipelineResult {
  const parts = texts.map((seen, at): Part => {
    const { text, label = `read#${at + 1}` } = typeof seen === 'string' ? { text: seen } : seen
    return { id: `messages[${at}].content`, role: 'tool', kind: 'text', label, text }
  })
  const result = createPipeline({ tokenizer, policy: { mode: 'strict' } }).run({ parts })
  expect(restoreTranscript(result.parts).parts).toEqual(parts)
  expect(result.failures).toEqual([])
  return result
}

const ascii = (text: string): string =>
  text.replace(
    /[\u0080-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )

const hotel = { name: 'Fjordgården Ærø', city: 'Tromsø', street: '4 Grønnegata', stars: '4.5' }
const inn = { name: 'Sjøgata Gjestehus', city: 'Bodø', street: '11 Sjøgata', stars: '3.9' }

describe('what later parts refer to', () => {
  it.each([
    ['spelled with escapes, then without', ascii, String],
    ['spelled without escapes, then with', String, ascii],
    ['spelled with escapes both times', ascii, ascii],
  ])('is found where it was %s', (_, first, second) => {
    const { parts } = sentOf([
      first(JSON.stringify({ hotels: [hotel, inn] })),
      second(JSON.stringify({ booked: inn, nights: 2 })),
      second(JSON.stringify({ ...hotel, stars: '4.6' })),
    ])
    expect(parts[1]!.text).toContain('=read#1.hotels[1]')
    expect(parts[2]!.text).toContain('{...read#1.hotels[0] stars=')
  })

  it('names documents of JSON Lines as items of a list', () => {
    const lines = [hotel, inn, { ...hotel, city: 'Hammerfest' }].map((one) => JSON.stringify(one))
    const { parts } = sentOf([
      `${lines.join('\n')}\n`,
      JSON.stringify({ found: [hotel, inn], more: false }),
      lines.slice(1).join('\n'),
    ])
    expect(parts[1]!.text).toBe('~{found[=read#1[0-1]] more=false}')
    expect(parts[2]!.text).toBe('~.l[=read#1[1-2]]')
  })

  it('names the arguments of a call that a result gives back whole', () => {
    const source = 'const gate = open(north)\nif (gate.isShut) gate.push()\nexport { gate }'
    const { parts } = sentOf([
      { text: source, label: 'echo#1.in' },
      { text: source, label: 'echo#1' },
    ])
    expect(parts[1]!.text).toBe('~\n[a=echo#1.in]')
  })
})

describe('texts that look like marks', () => {
  it('keep a first line that is no mark: JSON after a line break is not a text with marks', () => {
    const { parts } = sentOf([`\n${JSON.stringify([hotel, inn])}`])
    expect(parts[0]!.text).toMatch(/^~:\n2 text rows: /)
  })

  it('keep their mark where it would begin with an alias', () => {
    const phrases = ['north', 'south', 'west'].map(
      (hall) => `https://store.example/halls/${hall}/shelves/upper/crates/open`,
    )
    const open = phrases.map((url, at) => `Open ${url} at ${at}; ${url} and ${url} stay.`)
    const spelled = 'Prices are in $a, $b, $c and $d.'
    const json =
      '{"first": {"hall": "north","state": "open","crates": 12},"second": {"state": "shut"}}'
    const source = JSON.stringify({
      model: 'gpt-4o',
      messages: [
        { role: 'user', content: [spelled, ...open].join('\n') },
        { role: 'user', content: json },
      ],
    })
    const document = readDocument(source)
    const pipeline = createPipeline({ tokenizer, policy: { mode: 'strict' } })
    const { parts, failures } = pipeline.run(document.transcript)
    expect(parts[0]!.text).toContain('[~c=')
    expect(parts[1]!.text).toMatch(/^[~{[]/)
    expect(failures).toEqual([])
    expect(restoreDocument(document.splice(parts))).toBe(source)
  })

  it('have no aliases where a line spells a mark', () => {
    const url = 'https://store.example/halls/north/shelves/upper/crates/open'
    const text = `Open ${url} and then ${url}.\n[a=read#7 lines 1-3]\nClose ${url} when ${url} is done.`
    const { parts } = sentOf([text])
    expect(parts[0]!.fidelity).toBe('verbatim')
  })
})
