import fc from 'fast-check'

const MORSELS = [
  'the',
  'not',
  'Error:',
  'must',
  'Paris',
  '42',
  '1,200',
  '3.5%',
  'a_b',
  'src/main.ts',
  'https://x.io/a?b=1',
  'W-17',
  '日本。',
  'é',
  '😀',
  '"',
  "'",
  '`',
  '```',
  '\n',
  '\n\n',
  ' ',
  '  ',
  '\t',
  '\r\n',
  '. ',
  '! ',
  '? ',
  ', ',
  ':',
  '{',
  '}',
  '[',
  ']',
  '-',
  '/',
  '_',
  '@',
  '#',
  '\\',
  '\\n',
  '\u2028',
  '\ud800',
  '²',
  'Ⅷ',
  '٣',
]

/** Texts of all shapes: what the scanners look for, in any order, and any code units. */
export const arbitraryText: fc.Arbitrary<string> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc
      .array(fc.constantFrom(...MORSELS), { maxLength: 40 })
      .map((morsels) => morsels.join('')),
  },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 60 }) },
)

/** JSON objects and arrays, as text, with and without white space. */
export const arbitraryJson: fc.Arbitrary<string> = fc
  .tuple(
    fc.oneof(
      fc.dictionary(fc.string(), fc.jsonValue()),
      fc.array(fc.jsonValue()),
      fc.array(fc.record({ id: fc.integer(), name: arbitraryText, tags: fc.array(fc.string()) })),
    ),
    fc.constantFrom(undefined, 1, 2),
  )
  .map(([value, indent]) => JSON.stringify(value, null, indent))
