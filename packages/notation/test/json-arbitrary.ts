import fc from 'fast-check'

/** Strings that look like parts of the notation, beside ordinary ones. */
export const hostileText: fc.Arbitrary<string> = fc.oneof(
  fc.string({ maxLength: 12 }),
  fc.constantFrom(
    '-',
    '',
    '=',
    '=a#1',
    '*',
    '{x}',
    '{{x}}',
    '**',
    '"',
    '|',
    '\n',
    'a|b',
    'a b',
    '~',
    '~~',
    '1',
    '-0',
    'null',
    'true',
    'false',
    '2 rows: a',
    '3 keys|@|b',
    '+',
    '{',
    '}',
    '[',
    ']',
    '\\',
    '@',
    ':str',
    ':##',
    '##',
    '#',
    'a=b',
    '\u2028',
    '\ud800',
    'é',
    'x\ty',
    '-1',
    '1e5',
    ' lead',
    'trail ',
    '...',
    '=get#1.a',
    'a.b',
    'a,b',
    'a=b=c',
    '=name',
    'rows:',
    'rows|x',
    'keys: @',
    'json~{}',
    'text',
    '10x5',
    '10',
    '{a}',
    'a[0]',
    '.sorted',
    'schema(',
    'schema(any)',
  ),
  fc.constantFrom(
    'https://a.example/users/ada',
    'https://a.example/users/ada/repos',
    'https://a.example/users/bob',
    'https://a.example/users{/name}',
    'https://a.example/users/ada{/x}',
    '+1 503-251-9991',
    '+1 503-393-3000',
    '503-251-9991',
    '503-393-3000',
    '971-351-0230',
    '+33 1 42 57 14 55',
    '+33 1 49 52 99 70',
    '(030) 55 28',
    '(030) 55 29',
    '12:30',
    '17:05',
    '09:45',
    '2024-05-17',
    '2024-06-02',
    '2024-11-30',
    '12#30',
    '##:##',
    'a#',
    '{}ada',
    'ada{}',
    '{}',
    '{',
    '}',
    'item-',
    '2024-05-17T10:00:00Z',
    '2024-05-18T11:00:00Z',
    'item-0001',
    'item-0002',
    'ada',
    'bob',
  ),
)

const scalar = fc.oneof(
  hostileText,
  fc.integer(),
  fc.double({ noNaN: true }),
  fc.boolean(),
  fc.constant(null),
)
const key = fc.oneof(
  fc.constantFrom(
    'id',
    'url',
    'name',
    'a.b',
    'two words',
    '@',
    '',
    '0',
    '1',
    'é',
    'a"b',
    'null',
    'x=y',
  ),
  hostileText,
)

/** Rows with mostly the same keys, nested objects and arrays among their values. */
function rowsOf(value: fc.Arbitrary<unknown>): fc.Arbitrary<unknown[]> {
  return fc.uniqueArray(key, { minLength: 1, maxLength: 5 }).chain((keys) =>
    fc
      .array(fc.tuple(...keys.map(() => fc.option(value, { nil: undefined, freq: 5 }))), {
        minLength: 2,
        maxLength: 6,
      })
      .map((rows) =>
        rows.map((row) =>
          Object.fromEntries(
            row.flatMap((cell, at) => (cell === undefined ? [] : [[keys[at]!, cell]])),
          ),
        ),
      ),
  )
}

/** A tree in which few keys and few long values come again and again: food for names. */
const repetitive: fc.Arbitrary<unknown> = fc.letrec<{ tree: unknown }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom(
      'a long enough value',
      'another long value',
      'https://a.example/users/ada/repos',
    ),
    fc.dictionary(fc.constantFrom('type', 'note', 'items', 'url'), tie('tree'), { maxKeys: 4 }),
    fc.array(tie('tree'), { maxLength: 3 }),
  ),
})).tree

/** Rows in whose columns most values begin or end alike, and some are anything. */
const alike: fc.Arbitrary<unknown[]> = fc
  .tuple(
    fc.constantFrom('503-', 'https://a.example/users/', '{/x} ', 'a b ', '{', '#'),
    fc.constantFrom('', ' Street', '.png', '{/name}', '}'),
    fc.array(fc.tuple(hostileText, hostileText, fc.nat(9), scalar), { minLength: 4, maxLength: 9 }),
    key,
  )
  .map(([prefix, suffix, rows, name]) =>
    rows.map(([a, b, odd, other]) => ({
      [name]: odd === 0 ? b : prefix + a + suffix,
      x: odd === 1 ? prefix : a,
      y: odd === 2 ? undefined : `${a}${suffix}`,
      z: odd === 3 ? other : prefix + b,
    })),
  )

/** Any JSON value, with a taste for tables, repeated values and names. */
export const jsonValue: fc.Arbitrary<unknown> = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 2, depthSize: 'small', withCrossShrink: true },
    scalar,
    rowsOf(tie('value')),
    alike,
    rowsOf(tie('value')).map((rows) => Object.fromEntries(rows.map((row, at) => [`k${at}`, row]))),
    fc.tuple(rowsOf(tie('value')), rowsOf(tie('value'))),
    fc.dictionary(key, tie('value'), { maxKeys: 5 }),
    fc.array(tie('value'), { maxLength: 4 }),
    repetitive,
    tie('value').map((child) => ({ first: child, again: child, list: [child, child] })),
  ),
})).value

const spacing = fc.constantFrom(
  '',
  ' ',
  '  ',
  '    ',
  '\t',
  'py',
  'ascii',
  'php',
  'crlf',
  'short',
  'end',
)

/** A value that holds JSON in one of its strings. */
const holding: fc.Arbitrary<unknown> = fc
  .tuple(jsonValue, spacing, fc.boolean())
  .map(([value, style, isRow]) =>
    isRow
      ? [
          { text: write(value, style), id: 1 },
          { text: write([value, 1], style), id: 2 },
        ]
      : { text: write(value, style) },
  )

/** The spacings that writers of JSON use, one document or several, and white space around. */
export const spaced: fc.Arbitrary<string> = fc
  .tuple(
    fc.oneof({ weight: 4, arbitrary: jsonValue }, { weight: 1, arbitrary: holding }),
    spacing,
    fc.constantFrom('', '\n', ' \n\n'),
    fc.constantFrom('', '\n', ' '),
    fc.array(jsonValue, { maxLength: 3 }),
  )
  .map(
    ([value, style, after, before, more]) =>
      before + [value, ...more].map((each) => write(each, style)).join('\n') + after,
  )

function write(value: unknown, style: string): string {
  const unicode = (unit: string) => '\\u' + unit.charCodeAt(0).toString(16).padStart(4, '0')
  const ascii = (text: string) => text.replace(/[\u0080-\uffff]/g, unicode)
  if (style === 'py') return ascii(oneLine(value))
  if (style === 'ascii') return ascii(JSON.stringify(value))
  if (style === 'php') return ascii(JSON.stringify(value)).replaceAll('/', '\\/')
  if (style === 'short') return JSON.stringify(value, null, 2).replace(SCALARS, onOneLine)
  if (style === 'end') return `${JSON.stringify(value, null, 2)}\n`
  if (style === 'crlf') return JSON.stringify(value, null, 2).replaceAll('\n', '\r\n')
  return JSON.stringify(value, null, style)
}

const SCALARS = /\[\s+((?:(?:"[^"\\]*"|[\w.+-]+),\s+)*(?:"[^"\\]*"|[\w.+-]+))\s+\]/g

/** Arrays of scalars that stand on one line. */
function onOneLine(_: string, items: string): string {
  return `[${items.replace(/\n */g, ' ')}]`
}

/** As Python writes it: a blank after each comma and colon. */
function oneLine(value: unknown): string {
  return JSON.stringify(value, null, 1)
    .replace(/\n */g, ' ')
    .replace(/([[{]) /g, '$1')
    .replace(/ ([\]}])/g, '$1')
}
