import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { expect, it } from 'vitest'
import { NO_CHROMIUM, openInChromium } from '../../../../test/harness/chromium.ts'
import { startWorkerd } from '../../../../test/harness/workerd.ts'
import { onnxWeb } from '../../src/web.ts'
import { type TinyModel, tinyModel, tinySentenceModel } from '../onnx/tiny-model.ts'
import { KEPT_RATES, keepAll, selectAll } from './select-all.ts'

const WASM = join(
  dirname(createRequire(import.meta.url).resolve('onnxruntime-web/wasm')),
  'ort-wasm-simd-threaded.wasm',
)

it('selects the same by heuristic in workerd', async () => {
  const app = await startWorkerd(join(import.meta.dirname, 'worker.ts'))
  try {
    const response = await app.fetch('http://pith.test/')
    expect(await response.json()).toEqual(selectAll())
  } finally {
    await app.close()
  }
})

it('selects the same in a browser, by heuristic and by model', async (ctx) => {
  if (NO_CHROMIUM !== undefined) ctx.skip(NO_CHROMIUM)
  const { page, close } = await openInChromium(join(import.meta.dirname, 'page.ts'))
  try {
    await page.route('**/model/**', (route) =>
      route.fulfill({ body: fileOf(new URL(route.request().url()).pathname) }),
    )
    expect(await page.evaluate('selectAll()')).toEqual(selectAll())
    const models = {
      structured: async () => tinyModel('structured'),
      natural: async () => tinyModel('natural'),
      asked: async () => tinySentenceModel(),
    }
    const here = await keepAll(onnxWeb({ models, deadlineMs: 60_000 }))
    // The text in another script, without and with a question.
    const fellBack = here.filter((kept) => kept.includes('in place of'))
    expect(fellBack).toHaveLength(2 * KEPT_RATES.length)
    expect(await page.evaluate('selectWithModels()')).toEqual(here)
  } finally {
    await close()
  }
})

function fileOf(path: string): Buffer {
  if (path.endsWith('ort.wasm')) return readFileSync(WASM)
  const model = modelAt(path)
  if (path.endsWith('manifest.json')) return Buffer.from(model.manifest)
  return path.endsWith('model.onnx') ? Buffer.from(model.model) : Buffer.from(model.vocabulary)
}

function modelAt(path: string): TinyModel {
  if (path.includes('asked')) return tinySentenceModel()
  return tinyModel(path.includes('natural') ? 'natural' : 'structured')
}
