import { readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type BrowserPage, NO_CHROMIUM, openChromium } from '../../../test/harness/chromium.ts'

const DIST = join(import.meta.dirname, '../dist')
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
}

const ROWS = JSON.stringify(
  Array.from({ length: 60 }, (_, id) => ({ id, state: 'open', owner: { team: 'harbour' } })),
)

const PROSE = [
  'The keeper opens the gate at seven and closes it when the last boat is in.',
  'Nobody may carry a lantern into the upper store, since straw catches fire.',
  'Whoever takes a crate writes its number into the book beside the door.',
  'In winter the ferry sails twice a day, and the river often freezes in January.',
  'A copper barrel costs forty crowns; the market pays thirty for a used one.',
].join(' ')

let opened: BrowserPage | undefined
let server: Server | undefined
const problems: string[] = []

/** Serves the built page; a worker's script is fetched past the interception that the other harness uses. */
async function serveDist(): Promise<string> {
  server = createServer((request, response) => {
    const path = request.url === '/' ? '/index.html' : (request.url ?? '')
    response.setHeader('content-type', TYPES[extname(path)] ?? 'application/octet-stream')
    response.end(readFileSync(join(DIST, path)))
  }).listen(0, '127.0.0.1')
  await new Promise((resolve) => server?.once('listening', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
}

beforeAll(async () => {
  if (NO_CHROMIUM !== undefined) return
  opened = await openChromium()
  const { page } = opened
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(message.text())
  })
  page.on('pageerror', (error) => problems.push(error.message))
  await page.goto(await serveDist())
})

afterAll(async () => {
  await opened?.close()
  server?.close()
})

describe('the playground in Chromium', () => {
  beforeEach((ctx) => ctx.skip(opened === undefined, NO_CHROMIUM))

  it('shows tokens before and after, and proves the result, for a pasted text', async () => {
    const { page } = opened!
    await page.getByLabel('Text or chat request').fill(ROWS)
    await page.getByText('decodes to the same bytes').waitFor()
    const count = async (id: string): Promise<number> =>
      Number(String(await page.getByTestId(id).textContent()).replace(/\D/g, ''))
    expect(await count('tokens-after')).toBeLessThan(await count('tokens-before'))
    expect(await page.getByTestId('output').textContent()).not.toBe(ROWS)
  })

  it('shows a chat request part by part and as the body that is sent', async () => {
    const { page } = opened!
    await page.getByRole('button', { name: 'Support agent' }).click()
    await page.getByText('list_orders#1').first().waitFor()
    await page.getByRole('button', { name: 'Request body' }).click()
    expect(await page.getByTestId('output').textContent()).toContain('"tool_call_id"')
  })

  it('says why nothing was done below the threshold', async () => {
    const { page } = opened!
    await page.getByLabel('Text or chat request').fill('short')
    await page.getByRole('combobox', { name: /^Mode(?!l)/ }).selectOption('hybrid')
    await page.getByText('below the threshold of 4500 tokens').first().waitFor()
  })

  it('drops text once the rate asks for it, and says how much', async () => {
    const { page } = opened!
    await page.getByRole('combobox', { name: /^Mode(?!l)/ }).selectOption('strict')
    await page.getByLabel('Text or chat request').fill(PROSE)
    await page.getByText('decodes to the same bytes').waitFor()
    await page.getByRole('slider').fill('0.3')
    await page.getByText('text was dropped').waitFor()
    expect(await page.getByTestId('output').textContent()).toMatch(/^~lossy\n[\s\S]*dropped/)
    await page.getByRole('slider').fill('1')
    await page.getByText('decodes to the same bytes').waitFor()
  })

  it('reports no error to the console', () => {
    expect(problems).toEqual([])
  })
})
