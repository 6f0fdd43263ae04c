import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { createCorpus } from '@x/agentcompbench'
import { expect, it } from 'vitest'
import { encodeFamily } from '../src/encode-family.ts'

it('refuses samples that their card does not name', () => {
  const folder = mkdtempSync(join(tmpdir(), 'pith-samples-'))
  try {
    const samples = join(folder, 'samples.jsonl.gz')
    const card = join(folder, 'README.md')
    writeFileSync(samples, gzipSync('{}\n'))
    writeFileSync(card, 'SHA-256 `of others`')
    const encode = () =>
      encodeFamily({
        family: 'natural',
        samples,
        card,
        corpus: createCorpus({}),
        vocabulary: join(folder, 'vocab.txt'),
        folder,
        linearOf: () => {
          throw new Error('asked for a linear model')
        },
      })
    expect(encode).toThrow(/SHA-256 [0-9a-f]{64}, which .*README\.md does not name/)
  } finally {
    rmSync(folder, { recursive: true })
  }
})
