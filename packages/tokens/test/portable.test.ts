import { join } from 'node:path'
import { expect, it } from 'vitest'
import { NO_CHROMIUM, openInChromium } from '../../../test/harness/chromium.ts'
import { startWorkerd } from '../../../test/harness/workerd.ts'
import { countAll } from './portable/count-all.ts'

const TEXT = `\uFEFFNaïve café's 12345 ${'漢字かな'.repeat(20)}\r\n\t{"a": [1, 2.5]} 👩‍👩‍👧 <|endoftext|> ${'x'.repeat(500)}`

it('gives the same tokens in workerd', async () => {
  const app = await startWorkerd(join(import.meta.dirname, 'portable/worker.ts'))
  try {
    const response = await app.fetch('http://localhost/', { method: 'POST', body: TEXT })
    // A request body drops no byte order mark, but `text()` does.
    expect(await response.json()).toEqual(await countAll(TEXT.slice(1)))
  } finally {
    await app.close()
  }
})

it('gives the same tokens in a browser', async (ctx) => {
  if (NO_CHROMIUM !== undefined) ctx.skip(NO_CHROMIUM)
  const { page, close } = await openInChromium(join(import.meta.dirname, 'portable/page.ts'))
  try {
    const outcome = await page.evaluate(
      (text) => (globalThis as never as { countAll: typeof countAll }).countAll(text),
      TEXT,
    )
    expect(outcome).toEqual(await countAll(TEXT))
  } finally {
    await close()
  }
})
