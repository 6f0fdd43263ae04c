import fc from 'fast-check'
import { hostileText } from './json-arbitrary.ts'

const text = fc.oneof(
  hostileText,
  fc.constantFrom(
    'The name of it.',
    'ends /* here */ and // there',
    ' */',
    '*/',
    '// a',
    'a)',
    '(b',
    'a, b',
    ' ',
    'line one\nline two\n',
    '{"a": 1}\n',
  ),
)
const name = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.constantFrom('id', 'url', 'name', 'type', 'required', 'any', 'object'),
  },
  {
    weight: 1,
    arbitrary: fc.oneof(text, fc.constantFrom('//', 'properties', '$ref', 'description', 'true')),
  },
)
const typeName = fc.constantFrom(
  'string',
  'number',
  'integer',
  'boolean',
  'null',
  'object',
  'array',
)
const reference = fc.oneof(
  fc.constantFrom(
    '#',
    '#/definitions/a',
    '#/definitions/b',
    '#/definitions/string',
    '#/definitions/any',
    '#/definitions/draft-07',
    '#/$defs/a-b.c',
    'user.schema.json',
    '/a',
    '#/definitions/a|b',
    '#/definitions/',
    'a*',
  ),
  text,
)
const draft = fc.constantFrom(
  'http://json-schema.org/draft-07/schema#',
  'http://json-schema.org/draft-04/schema',
  'https://json-schema.org/draft/2020-12/schema',
  'draft-07',
)

/** A schema: mostly the usual keywords with usual values in any order, some with anything. */
export const schema: fc.Arbitrary<unknown> = fc.letrec<{
  schema: unknown
  member: [string, unknown]
}>((tie) => {
  const map = fc.dictionary(name, tie('schema'), { maxKeys: 4 })
  const list = fc.array(tie('schema'), { maxLength: 3 })
  const member = <Value>(keys: readonly string[], value: fc.Arbitrary<Value>) =>
    fc.tuple(fc.constantFrom(...keys), value)
  return {
    schema: fc.oneof(
      { maxDepth: 3, depthSize: 'small' },
      fc.constantFrom<unknown>(
        true,
        false,
        {},
        null,
        { type: 'string' },
        { $ref: '#/definitions/a' },
      ),
      fc.array(tie('member'), { maxLength: 6 }).map((members) => Object.fromEntries(members)),
      fc
        .tuple(
          map,
          fc.constantFrom('type', 'required', 'properties', 'description'),
          fc.nat(5),
          fc.boolean(),
        )
        .map(([properties, first, kept, isLast]) => {
          const required = Object.keys(properties).filter((_, at) => (kept >> at) % 2 === 0)
          const members = { type: 'object', properties, required, description: 'One of them.' }
          const { [first]: value, ...rest } = members as Record<string, unknown>
          return isLast ? { ...rest, [first]: value } : { [first]: value, ...rest }
        }),
      tie('schema').map((items) => ({ type: 'array', items })),
      tie('schema').map((items) => ({ description: 'A list.', type: 'array', items })),
    ),
    member: fc.oneof(
      member(['type'], fc.oneof(typeName, fc.array(typeName, { maxLength: 3 }), text)),
      member(['description', 'title', 'format', 'pattern', '$id'], text),
      member(['$ref'], reference),
      member(['$schema'], draft),
      member(['properties', 'definitions', '$defs', 'patternProperties'], map),
      member(['required'], fc.array(name, { maxLength: 3 })),
      member(['anyOf', 'oneOf', 'allOf', 'items'], list),
      member(['items', 'additionalProperties', 'not', 'if', 'x-a', 'default'], tie('schema')),
      member(['enum', 'examples'], fc.array(fc.oneof(text, fc.integer()), { maxLength: 3 })),
      member(['minimum', 'default', 'const'], fc.oneof(fc.integer(), text, fc.boolean())),
      fc.tuple(name, tie('schema')),
    ) as fc.Arbitrary<[string, unknown]>,
  }
}).schema

/** Schemas where they are found: alone, by name, as the parameters of tools, among other values. */
export const schemaText: fc.Arbitrary<string> = fc
  .tuple(
    schema,
    schema,
    fc.constantFrom<(a: unknown, b: unknown) => unknown>(
      (a) => ({ Pet: a }),
      (a, b) => ({ type: 'object', properties: { a, b }, required: ['a'] }),
      (a, b) => [
        { name: 'get', parameters: { type: 'object', properties: { a, b } } },
        { name: 'set', parameters: { type: 'object', properties: { b } } },
      ],
      (a, b) => ({ definitions: { a, b }, x: [a, b], $ref: '#/definitions/a' }),
      (a, b) => [a, { anyOf: [a, b] }, JSON.stringify({ properties: { b } }, null, 2) + '\n'],
    ),
    fc.constantFrom(undefined, 2, '\t'),
  )
  .map(([a, b, place, indent]) => JSON.stringify(place(a, b), null, indent))
