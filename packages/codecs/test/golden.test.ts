import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Miniflare } from 'miniflare'
import { describe, expect, it } from 'vitest'
import { bundle, ENTRY } from '../../../test/harness/bundle.ts'
import { NO_CHROMIUM, openInChromium } from '../../../test/harness/chromium.ts'
import { CODECS } from '../src/index.ts'
import { createNodeCodecs } from '../src/node.ts'
import { openVectors, type Vector } from './portable/open-vectors.ts'

const HERE = import.meta.dirname
const VECTORS: readonly Vector[] = ['containers', 'context-mixing'].flatMap((name) =>
  JSON.parse(readFileSync(join(HERE, `golden/${name}.json`), 'utf8')),
)
/** Brotli comes with Node; elsewhere it is injected by whoever has one. */
const PORTABLE = VECTORS.filter(({ codec }) => codec !== 'brotli')

const WORKER = `
  import zstd from './zstd.wasm'
  import cm from './cm-small.wasm'
  import cmBalanced from './cm-balanced.wasm'
  import cmFast from './cm-fast.wasm'
  import { createWorker } from './${ENTRY}'
  export default createWorker({ zstd, cm, cmBalanced, cmFast })`

describe('golden vectors', () => {
  it('are there for every codec', () => {
    expect(new Set(VECTORS.map(({ codec }) => codec))).toEqual(
      new Set(CODECS.map(({ name }) => name)),
    )
  })

  it('open on Node', async () => {
    expect(await openVectors(createNodeCodecs(), VECTORS)).toEqual([])
  })

  it('open in workerd, with imported modules', async () => {
    const files = await bundle(join(HERE, 'portable/worker.ts'))
    const modules = ['zstd', 'cm-small', 'cm-balanced', 'cm-fast'].map((name) => ({
      type: 'CompiledWasm' as const,
      path: `${name}.wasm`,
      contents: readFileSync(join(HERE, `../wasm/${name}.wasm`)),
    }))
    const miniflare = new Miniflare({
      modules: [
        { type: 'ESModule', path: 'worker.mjs', contents: WORKER },
        ...modules,
        ...[...files].map(([path, contents]) => ({ type: 'ESModule' as const, path, contents })),
      ],
      compatibilityDate: '2026-04-01',
    })
    try {
      const body = JSON.stringify(PORTABLE)
      const answer = await miniflare.dispatchFetch('http://worker/', { method: 'POST', body })
      expect(await answer.json()).toEqual([])
    } finally {
      await miniflare.dispose()
    }
  })

  it('open in Chromium', async (ctx) => {
    if (NO_CHROMIUM !== undefined) ctx.skip(NO_CHROMIUM)
    const { page, close } = await openInChromium(join(HERE, 'portable/page.ts'))
    try {
      const wrong = await page.evaluate(
        (vectors) =>
          (
            globalThis as unknown as { openVectors(vectors: unknown): Promise<string[]> }
          ).openVectors(vectors),
        PORTABLE,
      )
      expect(wrong).toEqual([])
    } finally {
      await close()
    }
  })
})
