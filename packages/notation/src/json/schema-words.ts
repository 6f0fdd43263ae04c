/** What a schema in type form begins with. */
export const SCHEMA = 'schema('

/** The words of `"type":...`. */
const TYPE_WORDS: ReadonlySet<string> = new Set([
  'string',
  'number',
  'integer',
  'boolean',
  'null',
  'object',
  'array',
])

/** Whether a word stands for `"type":...`. */
export function isTypeWord(word: string): boolean {
  return TYPE_WORDS.has(word)
}

/** Words for `"$schema":...`, and the lexemes that they stand for. */
export const DRAFTS: ReadonlyMap<string, string> = new Map([
  ...['04', '06', '07'].flatMap((draft): [string, string][] => [
    [`draft-${draft}`, `"http://json-schema.org/draft-${draft}/schema"`],
    [`draft-${draft}#`, `"http://json-schema.org/draft-${draft}/schema#"`],
  ]),
  ...['2019-09', '2020-12'].map((draft): [string, string] => [
    `draft/${draft}`,
    `"https://json-schema.org/draft/${draft}/schema"`,
  ]),
])

/** Draft words by lexeme. */
export const DRAFT_WORDS: ReadonlyMap<string, string> = new Map(
  [...DRAFTS].map(([word, raw]) => [raw, word]),
)

/** Stands for a schema without members. */
export const ANY = 'any'
/** Stands where the list of the names without `?` stands, if that is not right behind the properties. */
export const REQUIRED = 'required'

/** Words that are no `$ref`. */
const RESERVED: ReadonlySet<string> = new Set([
  ...TYPE_WORDS,
  ...DRAFTS.keys(),
  ANY,
  REQUIRED,
  'true',
  'false',
])
const REF = /^[^\s"{}()[\],=|/*][^\s"{}()[\],=|*]*$/

/** Whether a word can stand for a `$ref`, without the beginning that all of them share. */
export function isRefWord(word: string): boolean {
  return REF.test(word) && !RESERVED.has(word)
}

/** Keys whose value is a map of schemas. */
export const MAP_KEYS: ReadonlySet<string> = new Set([
  'properties',
  'definitions',
  '$defs',
  'patternProperties',
  'dependentSchemas',
])
/** Keys whose value is a list of schemas. */
export const LIST_KEYS: ReadonlySet<string> = new Set(['anyOf', 'oneOf', 'allOf'])
/** Keys whose value is data, even where it looks like a schema. */
export const VALUE_KEYS: ReadonlySet<string> = new Set([
  'default',
  'example',
  'examples',
  'const',
  'enum',
])
/** What ends a description among other items. */
export const COMMENT_END = ' */'
