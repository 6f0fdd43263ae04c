#!/usr/bin/env node
/**
 * Builds the shipped zstd dictionary from public prompts: `PITH_DATA=FOLDER node scripts/build-dictionary.mjs`, after
 * `npm run build`. Writes `src/dictionary/shipped-content.ts` and `dictionaries/manifest.json`; the same data gives the
 * same bytes. What may be in it: strings of at most 60 bytes that at least five repositories share, and statistics.
 */
import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { chooseStrings } from './choose-strings.mjs'
import { mineStrings } from './mine-strings.mjs'

const PACKAGE = join(import.meta.dirname, '..')
const MIN_SOURCES = 5
const MAX_STRING_BYTES = 60
const MIN_STRING_BYTES = 6
/** With the tables 112 KB: what zstd-codec's heap holds prepared at every level. */
const CONTENT_BYTES = 112 * 1024 - 1024
const MAX_DOCUMENT = 60_000
const MAX_SOURCE = 1_200_000

if (process.env.PITH_DATA === undefined) {
  console.error('set PITH_DATA to the folder of public texts')
  process.exit(2)
}
const { finishDictionary } = await import(join(PACKAGE, 'dist/training.mjs'))
const { createCodecs } = await import(join(PACKAGE, 'dist/index.mjs'))

const documents = readDocuments(join(process.env.PITH_DATA, 'data/prompts/train.jsonl.gz'))
console.log(
  `${documents.length} documents of ${new Set(documents.map(({ source }) => source)).size} sources`,
)
const pieces = mineStrings(documents, { minSources: MIN_SOURCES, maxBytes: MAX_STRING_BYTES })
const own = readOwnTexts(join(PACKAGE, 'prior/own'))
const strings = chooseStrings(pieces, {
  maxBytes: CONTENT_BYTES - own.bytes.length,
  minStringBytes: MIN_STRING_BYTES,
})
console.log(`${strings.length} strings`)
// Own text first, where offsets are longest: it is for other scripts, which need any entry at all.
const content = Buffer.concat([own.bytes, Buffer.from(strings.join(''))])
checkNothingLonger(content, documents)
const samples = documents
  .map(({ text }) => Buffer.from(text))
  .filter(({ length }) => length < 16_384)
const dictionary = await finishDictionary(content, samples)
await writeArtefact(dictionary.bytes, strings)

function readDocuments(path) {
  const records = gunzipSync(readFileSync(path)).toString('utf8').split('\n').filter(Boolean)
  const taken = new Map()
  return records
    .map((line) => JSON.parse(line))
    .map(({ source, text, license }) => ({
      source: source.split(':')[0].toLowerCase(),
      license,
      text: text.slice(0, MAX_DOCUMENT),
    }))
    .map((document, index) => ({ ...document, index }))
    .sort((left, right) => compare(left.source, right.source) || left.index - right.index)
    .filter(({ source, text }) => {
      const before = taken.get(source) ?? 0
      taken.set(source, before + text.length)
      return before < MAX_SOURCE
    })
}

/** Text that the project wrote, for scripts in which no strings are mined. */
function readOwnTexts(folder) {
  const names = readdirSync(folder)
    .filter((name) => name !== 'en.txt')
    .sort()
  const texts = names.map((name) => readFileSync(join(folder, name)))
  const hashes = texts.map((text) => createHash('sha256').update(text).digest('hex'))
  return {
    bytes: Buffer.concat(texts),
    files: Object.fromEntries(names.map((name, index) => [name, hashes[index]])),
  }
}

function compare(left, right) {
  if (left === right) return 0
  return left < right ? -1 : 1
}

/** Joining strings must not have made a longer passage of anybody's text. */
function checkNothingLonger(bytes, sources) {
  const width = MAX_STRING_BYTES + 1
  const text = bytes.toString('utf8')
  const windows = new Set()
  for (let index = 0; index + width <= text.length; index++)
    windows.add(text.slice(index, index + width))
  let found = 0
  for (const document of sources) {
    for (let index = 0; index + width <= document.text.length; index++) {
      if (windows.has(document.text.slice(index, index + width))) found++
    }
  }
  console.log(`windows of ${width} characters that stand in a source: ${found}`)
  if (found > 0) process.exitCode = 1
}

async function writeArtefact(bytes, strings) {
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  const sources = new Map(documents.map(({ source, license }) => [source, license]))
  const manifest = {
    artefact: 'src/dictionary/shipped-content.ts',
    builtBy: 'scripts/build-dictionary.mjs',
    sha256,
    bytes: bytes.length,
    rule: `strings of at most ${MAX_STRING_BYTES} bytes in at least ${MIN_SOURCES} repositories; no names, no numbers of five digits; own text for other scripts`,
    strings: strings.length,
    ownTexts: own.files,
    sources: Object.fromEntries([...sources].sort(([left], [right]) => compare(left, right))),
  }
  mkdirSync(join(PACKAGE, 'dictionaries'), { recursive: true })
  writeFileSync(
    join(PACKAGE, 'dictionaries/manifest.json'),
    `${JSON.stringify(manifest, null, 2)}\n`,
  )
  const payload = await createCodecs().encode(new Uint8Array(bytes), { codec: 'zstd', level: 22 })
  writeFileSync(join(PACKAGE, 'src/dictionary/shipped-content.ts'), moduleText(bytes, payload))
  console.log(`${bytes.length} bytes, sha256 ${sha256}`)
}

function moduleText(bytes, payload) {
  return `/** Written by scripts/build-dictionary.mjs; what is in it and from where: dictionaries/manifest.json. */
export const SHIPPED_ID = 0x${createHash('sha256').update(bytes).digest('hex').slice(0, 8)}

/** Bytes of the dictionary. */
export const SHIPPED_LENGTH = ${bytes.length}

/** The dictionary as a bare zstd payload, in base64. */
export const SHIPPED_PAYLOAD =
  '${Buffer.from(payload).toString('base64')}'
`
}
