import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { expect, it } from 'vitest'
import { NO_CHROMIUM, openInChromium } from '../../../../test/harness/chromium.ts'
import { onnxWeb } from '../../src/web.ts'
import { KEPT_RATES, keepAll, TEXTS } from './select-all.ts'

const MODELS = join(import.meta.dirname, '../../../../models')
const WASM = join(
  dirname(createRequire(import.meta.url).resolve('onnxruntime-web/wasm')),
  'ort-wasm-simd-threaded.wasm',
)
const NAMES = ['structured', 'natural', 'asked'] as const
const isThere = NAMES.every((name) => existsSync(fileOf(name, 'manifest.json')))

it('selects the same with the shipped models in a browser and here', async (ctx) => {
  if (NO_CHROMIUM !== undefined) ctx.skip(NO_CHROMIUM)
  if (!isThere) ctx.skip('no models/compact-structured, compact-natural and compact-asked')
  const { page, close } = await openInChromium(join(import.meta.dirname, 'page.ts'))
  try {
    await page.route('**/model/**', (route) => {
      const [, , folder = '', name = ''] = new URL(route.request().url()).pathname.split('/')
      const path = folder === 'ort.wasm' ? WASM : fileOf(folder, name)
      return route.fulfill({ body: readFileSync(path) })
    })
    const here = await keepAll(
      onnxWeb({
        models: {
          structured: load('structured'),
          natural: load('natural'),
          asked: load('asked'),
        },
        deadlineMs: 60_000,
      }),
    )
    expect(here).toHaveLength(2 * TEXTS.length * KEPT_RATES.length)
    expect(await page.evaluate('selectWithModels()')).toEqual(here)
  } finally {
    await close()
  }
}, 300_000)

function load(family: string) {
  return async () => ({
    manifest: readFileSync(fileOf(family, 'manifest.json'), 'utf8'),
    model: new Uint8Array(readFileSync(fileOf(family, 'model.onnx'))),
    vocabulary: readFileSync(fileOf(family, 'vocab.txt'), 'utf8'),
  })
}

function fileOf(family: string, name: string): string {
  return join(MODELS, `compact-${family}`, name)
}
