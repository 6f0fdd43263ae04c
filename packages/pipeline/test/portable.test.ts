import { join } from 'node:path'
import { expect, it } from 'vitest'
import { NO_CHROMIUM, openInChromium } from '../../../test/harness/chromium.ts'
import { startWorkerd } from '../../../test/harness/workerd.ts'
import { compress } from './portable/compress.ts'

const ROWS = JSON.stringify(
  Array.from({ length: 30 }, (_, id) => ({ id, unit: `unit ${id}`, hall: 'nörd \u{1f4e6}' })),
  null,
  2,
)
const PROSE =
  'The keeper opens the gate at seven.\nNobody may carry a lantern into the upper store.'
const BODY = JSON.stringify({
  messages: [ROWS, PROSE, ROWS, `again\n${PROSE}\n`].map((content) => ({ role: 'user', content })),
})

it('sends the same bytes in workerd', async () => {
  const here = await compress(BODY, true)
  expect(here).toMatchObject({ isRestored: true, recalled: { verbatim: [] } })
  expect(here.sent.length).toBeLessThan(BODY.length / 2)
  const app = await startWorkerd(join(import.meta.dirname, 'portable/worker.ts'))
  try {
    const response = await app.fetch('http://localhost/', { method: 'POST', body: BODY })
    expect(await response.json()).toEqual(here)
  } finally {
    await app.close()
  }
})

it('sends the same bytes in a browser', async (ctx) => {
  if (NO_CHROMIUM !== undefined) ctx.skip(NO_CHROMIUM)
  const { page, close } = await openInChromium(join(import.meta.dirname, 'portable/page.ts'))
  try {
    const outcome = await page.evaluate(
      (body) => (globalThis as never as { compress: typeof compress }).compress(body, false),
      BODY,
    )
    expect(outcome).toEqual(await compress(BODY, false))
  } finally {
    await close()
  }
})
