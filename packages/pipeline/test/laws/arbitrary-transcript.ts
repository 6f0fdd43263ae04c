import fc from 'fast-check'
import type { Part, Role, Transcript } from '../../src/index.ts'

const WORDS = [
  'store',
  'unit',
  'shelf',
  'north hall',
  'order number',
  'is taken',
  'free',
  'Ünit',
  '日本',
  '\u{1f4e6}',
]
/** What marks, aliases, definitions and rendered texts look like: a text may spell all of it. */
const LOOKALIKES = [
  '~',
  '\n[a]\n',
  '\n[b]\n',
  '[a=read#1 line 1]',
  '[b=read#1 lines 1-2, numbered from 3]',
  '~~',
  '~\n',
  '~#2\n',
  '~py.text{a=1 b.c=2}',
  '~log x',
  '$a',
  '$b',
  '&a',
  '[$a=unit shelf]',
  '[$=$a]',
  '[$a=',
  ']',
  '[=read#1]',
  '[=read#1 lines 1-2]',
  '[=read#1 line 1]',
  '[=read#1 lines 2-3, numbers +1]',
  '=read#1.rows[0]',
  '{...read#1[0-1] a=1}',
  '{=read#1|x}',
  '\ud800',
  '\ufeff',
  '\r\n',
  '\0',
  '"',
  '\\',
  '|',
  '#3',
]

const word = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom(...WORDS) },
  { weight: 1, arbitrary: fc.constantFrom(...LOOKALIKES) },
)
const phrase = fc.array(word, { minLength: 1, maxLength: 8 }).map((words) => words.join(' '))
const scalar = fc.oneof(
  phrase.map((text) => JSON.stringify(text)),
  fc.constantFrom(
    '1',
    '1.0',
    '-0',
    '1e400',
    '12345678901234567890',
    'true',
    'null',
    '""',
    '"1"',
    '"\\u00e9"',
  ),
  fc.nat(99).map(String),
)

/** Rows with some constant, some changing fields; keys may be doubled or odd. */
const rows = fc
  .record({
    keys: fc.array(fc.constantFrom('id', 'name', 'state', '1', 'a.b', 'é', 'in', 'items'), {
      minLength: 1,
      maxLength: 5,
    }),
    values: fc.array(fc.array(scalar, { minLength: 5, maxLength: 5 }), {
      minLength: 1,
      maxLength: 6,
    }),
    indent: fc.constantFrom('', ' ', '\n  '),
    wrap: fc.boolean(),
  })
  .map(({ keys, values, indent, wrap }) => {
    const row = (cells: readonly string[]): string => {
      const members = keys.map(
        (key, at) => `${JSON.stringify(key)}:${indent && ' '}${cells[at % cells.length]}`,
      )
      return `{${members.join(`,${indent}`)}}`
    }
    const list = `[${values.map(row).join(`,${indent}`)}]`
    return wrap ? `{"rows":${list},"total":${values.length}}` : list
  })

const lines = fc.array(phrase, { minLength: 1, maxLength: 10 }).map((all) => all.join('\n'))
const windowOf = fc
  .record({ first: fc.nat(50), body: fc.array(phrase, { minLength: 2, maxLength: 8 }) })
  .map(({ first, body }) => body.map((text, at) => `${first + at}:${text} and so on`).join('\n'))

const fresh = fc.oneof(rows, lines, windowOf, phrase, fc.string({ unit: 'binary', maxLength: 40 }))

interface Draft {
  readonly role: Role
  readonly text: string
  /** Takes the text of an earlier part instead, changed a little. */
  readonly again: number
  readonly edit: 'none' | 'line' | 'shift' | 'word' | 'number' | 'strip' | 'middle'
  readonly isOpaque: boolean
  readonly isSealed: boolean
}

const draft: fc.Arbitrary<Draft> = fc.record({
  role: fc.constantFrom<Role>('tool', 'tool', 'user', 'assistant', 'system'),
  text: fresh,
  again: fc.nat(12),
  edit: fc.constantFrom('none', 'line', 'shift', 'word', 'number', 'strip', 'middle'),
  isOpaque: fc.integer({ min: 0, max: 9 }).map((n) => n === 0),
  isSealed: fc.integer({ min: 0, max: 29 }).map((n) => n === 0),
})

/** Transcripts with repetition of every kind that the stages look for, and with texts that look rendered. */
export const arbitraryTranscript: fc.Arbitrary<Transcript> = fc
  .tuple(
    fc.array(draft, { minLength: 1, maxLength: 8 }),
    fc.record(
      { selfContained: fc.boolean(), noAliases: fc.boolean(), isLone: fc.boolean() },
      { requiredKeys: [] },
    ),
  )
  .map(([drafts, restrictions]) => ({ parts: toParts(drafts), restrictions }))

function toParts(drafts: readonly Draft[]): Part[] {
  const parts: Part[] = []
  for (const [at, draft] of drafts.entries()) {
    const earlier = parts[draft.again]
    const text = earlier === undefined ? draft.text : edited(earlier.text, draft)
    parts.push({
      id: `messages[${at}].content`,
      role: draft.role,
      text,
      kind: draft.isOpaque || draft.isSealed ? 'opaque' : 'text',
      label: `read#${at + 1}`,
      ...(draft.isSealed ? { isSealed: true } : {}),
    })
  }
  return parts
}

function edited(text: string, draft: Draft): string {
  if (draft.edit === 'line') return `${text}\n${draft.text}`
  if (draft.edit === 'shift') return text.replace(/^\d+(?=:)/gm, (n) => String(Number(n) + 3))
  if (draft.edit === 'word') return text.replace('unit', 'crate')
  if (draft.edit === 'number') {
    const numbered = (line: string, at: number): string => `${draft.again + at}:${line}`
    return text.split('\n').map(numbered).join('\n')
  }
  if (draft.edit === 'strip') return text.replace(/^\d+:/gm, '')
  if (draft.edit === 'middle') return `head\n${text}\n${draft.text}\n${text}\nfoot`
  return text
}
