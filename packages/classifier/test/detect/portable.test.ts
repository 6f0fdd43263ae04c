import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { NO_CHROMIUM, openInChromium } from '../../../../test/harness/chromium.ts'
import { startWorkerd } from '../../../../test/harness/workerd.ts'
import { detectAll } from './portable/detect-all.ts'

const SAMPLES: readonly { readonly text: string }[] = JSON.parse(
  readFileSync(join(import.meta.dirname, '../fixtures/kinds.json'), 'utf8'),
)
const TEXTS = [...SAMPLES.map(({ text }) => text), SAMPLES.map(({ text }) => text).join('\n')]

it('says the same in workerd', async () => {
  const app = await startWorkerd(join(import.meta.dirname, 'portable/worker.ts'))
  try {
    const response = await app.fetch('http://localhost/', {
      method: 'POST',
      body: JSON.stringify(TEXTS),
    })
    expect(await response.json()).toEqual(detectAll(TEXTS))
  } finally {
    await app.close()
  }
})

it('says the same in a browser', async (ctx) => {
  if (NO_CHROMIUM !== undefined) ctx.skip(NO_CHROMIUM)
  const { page, close } = await openInChromium(join(import.meta.dirname, 'portable/page.ts'))
  try {
    const outcome = await page.evaluate(
      (texts) => (globalThis as never as { detectAll: typeof detectAll }).detectAll(texts),
      TEXTS,
    )
    expect(outcome).toEqual(detectAll(TEXTS))
  } finally {
    await close()
  }
})
