// Builds what the context-mixing codecs ship: the prior, the trained parameters, and a manifest of the sources.
// Usage: node prior/build.mjs --data FOLDER [--hold-out owner/repo,...] [--strings BYTES] [--min-sources N] [--out FOLDER]
// FOLDER holds prompts/train.jsonl.gz and corpus/. The same inputs give the same bytes. About two minutes, 6 GB:
// node --max-old-space-size=8000.
import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { embed, PROFILE_NAMES } from '../assembly/build.mjs'
import { countVerbatimWindows } from './checks.mjs'
import { choose } from './choosing.mjs'
import { readDocuments } from './documents.mjs'
import { mine } from './mining.mjs'
import { createRandom } from './random.mjs'
import { openTrainer } from './trainer.mjs'

const FOLDER = dirname(fileURLToPath(import.meta.url))
const MAX_BYTES = 60
const TRAINING_BYTES = 6e6
const BOOTSTRAP_BYTES = 6e5
const TRAINING_CAP = 12_000

const { values } = parseArgs({
  options: {
    data: { type: 'string' },
    out: { type: 'string', default: join(FOLDER, '..') },
    'hold-out': { type: 'string', default: '' },
    strings: { type: 'string', default: '178500' },
    'min-sources': { type: 'string', default: '8' },
    'training-bytes': { type: 'string', default: String(TRAINING_BYTES) },
  },
})
if (values.data === undefined) throw new Error('give --data FOLDER (prompts/ and corpus/ in it)')
const report = (line) => process.stdout.write(`${line}\n`)

const own = ownText()
const documents = readDocuments(values.data, new Set(values['hold-out'].split(',')))
report(
  `${documents.length} documents of ${new Set(documents.map((d) => d.repository)).size} repositories`,
)
const mined = mine(documents, { minSources: Number(values['min-sources']), maxBytes: MAX_BYTES })
const costing = await openTrainer('small', false)
const bootstrap = await openTrainer('small', true)
const strings = choose({
  mined,
  documents,
  size: Number(values.strings),
  report,
  coder: (chosen) => {
    const prior = Buffer.concat([own, chosen])
    bootstrap.prime(prior)
    costing.install(bootstrap.train(trainingTexts(BOOTSTRAP_BYTES)))
    costing.prime(prior)
    return costing.costs
  },
})
const list = Buffer.from(strings.join(''))
const prior = Buffer.concat([own, list])
const verbatim = countVerbatimWindows(
  list,
  MAX_BYTES + 1,
  documents.map(({ text }) => text),
)
if (verbatim > 0) throw new Error(`${verbatim} windows of ${MAX_BYTES + 1} bytes stand in a source`)
await write()

async function write() {
  const packer = await openTrainer('fast', false)
  packer.prime(new Uint8Array())
  const packed = {}
  const put = (name, constant, file, bytes) => {
    const payload = packer.encode(bytes)
    packed[name] = { bytes: bytes.length, packedBytes: payload.length, sha256: sha256(bytes) }
    const head = Buffer.alloc(4)
    head.writeUInt32LE(bytes.length)
    const sentence = `${name}, packed by the fast coder; written by prior/build.mjs.`
    const folder = join(values.out, 'src/cm/embedded')
    mkdirSync(folder, { recursive: true })
    writeFileSync(join(folder, file), embed(constant, Buffer.concat([head, payload]), sentence))
  }
  put('prior', 'PRIOR', 'prior.ts', prior)
  for (const profile of PROFILE_NAMES) {
    const trainer = await openTrainer(profile, true)
    trainer.prime(prior)
    const parameters = trainer.train(trainingTexts(Number(values['training-bytes'])))
    put(`${profile} parameters`, 'PARAMETERS', `${profile}-parameters.ts`, parameters)
    report(`${profile}: ${packed[`${profile} parameters`].packedBytes} bytes of parameters`)
  }
  mkdirSync(join(values.out, 'prior'), { recursive: true })
  writeFileSync(join(values.out, 'prior/prior.txt'), prior)
  writeFileSync(
    join(values.out, 'prior/manifest.json'),
    `${JSON.stringify(manifest(packed), null, 2)}\n`,
  )
  report(`prior: ${prior.length} bytes, ${packed.prior.packedBytes} packed`)
}

function ownText() {
  const folder = join(FOLDER, 'own')
  const texts = readdirSync(folder)
    .sort()
    .map((file) => readFileSync(join(folder, file)))
  return Buffer.concat(texts)
}

/** Texts that the parameters are trained on: evenly from every kind and size of prompt. */
function trainingTexts(bytes) {
  const cells = new Map()
  for (const { kind, band, text } of documents) {
    if (band === undefined) continue
    const cell = `${kind}|${band}`
    cells.set(cell, [...(cells.get(cell) ?? []), text])
  }
  const lists = [...cells.keys()].sort().map((cell) => cells.get(cell))
  const random = createRandom(5)
  const texts = []
  for (let sum = 0; sum < bytes; ) {
    const list = lists[random(lists.length)]
    const text = list[random(list.length)]
    const start = text.length > TRAINING_CAP ? random(text.length - TRAINING_CAP) : 0
    const piece = Buffer.from(text.slice(start, start + TRAINING_CAP))
    texts.push(piece)
    sum += piece.length
  }
  return texts
}

function manifest(packed) {
  const sources = new Map()
  for (const { repository, license, text } of documents) {
    const source = sources.get(repository) ?? { license, documents: 0, characters: 0 }
    source.documents++
    source.characters += text.length
    sources.set(repository, source)
  }
  return {
    rule: `strings found in at least ${values['min-sources']} repositories, at most ${MAX_BYTES} bytes each; text of our own; trained statistics`,
    ownBytes: own.length,
    stringBytes: list.length,
    strings: strings.length,
    trainingBytes: Number(values['training-bytes']),
    artefacts: packed,
    sources: Object.fromEntries([...sources].sort(([a], [b]) => (a < b ? -1 : 1))),
  }
}

function sha256(bytes) {
  return createHash('sha256').update(bytes).digest('hex')
}
