import fc from 'fast-check'

/** Pieces that meet in ugly ways: aliases, definitions, escapes, halves of pairs, brackets, words, paths. */
const PIECES = [
  '$a',
  '$b',
  '$ab',
  '$',
  '~a',
  '[$a=',
  '[$=',
  '[#b=',
  '[',
  ']',
  '=',
  '\n',
  ' ',
  '"',
  '\\',
  '\\n',
  '\ud83d\ude00',
  '\ud83d',
  '\ude00',
  '中文字',
  'é',
  'a',
  'word',
  '§01',
  '@01',
  'Đ0',
  'Đ1',
  '0',
  'https://api.example.com/v2/customers/ledger',
  '/srv/releases/current/packages/worker/index.ts',
  'Connection to the primary database was refused',
  'com.example.billing.InvoiceRepository',
]

/** Texts in which phrases repeat and literals look like marks. */
export const repetitiveText: fc.Arbitrary<string> = fc
  .array(
    fc.oneof({ weight: 6, arbitrary: fc.constantFrom(...PIECES) }, fc.string({ maxLength: 4 })),
    {
      maxLength: 60,
    },
  )
  .chain((pieces) => fc.constantFrom('', ' ', '\n').map((gap) => pieces.join(gap)))
