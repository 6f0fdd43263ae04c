import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { isHeldOut } from '../../src/benches/classifier/sizes/held-out.ts'
import { sizedModels } from '../../src/benches/classifier/sizes/sized-models.ts'

it('takes for held out what the trainer holds out', () => {
  const held = Array.from({ length: 24 }, (_, i) => i).filter((i) => isHeldOut(`document ${i}`))
  // By `int(sha256(name).hexdigest()[8:16], 16) % 4 == 0` in Python.
  expect(held).toEqual([4, 7, 8, 11, 12, 22])
})

it('finds the models that training left, by layers, and no other run', () => {
  const root = mkdtempSync(join(tmpdir(), 'pith-sizes-'))
  try {
    for (const [name, layers] of [
      ['layers-12', 12],
      ['layers-2', 2],
      ['without-sgd', 4],
    ] as const) {
      const folder = join(root, 'models/train/.work/structured', name, 'model')
      mkdirSync(folder, { recursive: true })
      writeFileSync(join(folder, 'manifest.json'), JSON.stringify({ layers }))
    }
    mkdirSync(join(root, 'models/train/.work/structured/layers-3'))
    const found = sizedModels(root, 'structured')
    expect(found.map(({ manifest }) => manifest.layers)).toEqual([2, 12])
    expect(sizedModels(root, 'natural')).toEqual([])
  } finally {
    rmSync(root, { recursive: true })
  }
})
