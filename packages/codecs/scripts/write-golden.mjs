#!/usr/bin/env node
/**
 * Writes test/golden/*.json from the built package: `node scripts/write-golden.mjs`. Run it when a codec is
 * added, never to make a test pass: what was written once must decode for ever.
 */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { CODECS } from '../dist/index.mjs'
import { createNodeCodecs } from '../dist/node.mjs'

const BYTES = Uint8Array.from({ length: 300 }, (_, index) => (index * index * 31 + index) & 255)

const CONTENTS = {
  empty: '',
  prompt: 'You are a careful editor. Keep the meaning, shorten the sentences, answer in Markdown.',
  json: JSON.stringify(
    Array.from({ length: 12 }, (_, id) => ({ id, status: 'open', note: `unit ${id} waits` })),
  ),
  scripts: 'Grüße aus Zürich, 東京の天気は晴れです, مرحبا بالعالم, здравствуйте 🌍',
  'lone surrogates': 'left \ud800 right \udc00 end',
  bytes: BYTES,
}

const codecs = createNodeCodecs()
for (const isMixing of [false, true]) {
  const names = CODECS.map(({ name }) => name).filter((name) => name.startsWith('cm') === isMixing)
  const vectors = []
  for (const codec of names) vectors.push(...(await vectorsOf(codec)))
  const path = join(
    import.meta.dirname,
    `../test/golden/${isMixing ? 'context-mixing' : 'containers'}.json`,
  )
  writeFileSync(path, `${JSON.stringify(vectors, null, 2)}\n`)
  console.log(`${vectors.length} vectors of ${names.join(', ')}`)
}

async function vectorsOf(codec) {
  const vectors = []
  for (const [name, content] of Object.entries(CONTENTS)) {
    const container = await codecs.seal(content, { codec })
    vectors.push({
      codec,
      name,
      kind: typeof content === 'string' ? 'text' : 'bytes',
      content: typeof content === 'string' ? content : Buffer.from(content).toString('base64'),
      container: Buffer.from(container).toString('base64'),
    })
  }
  return vectors
}
