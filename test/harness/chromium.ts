import { existsSync } from 'node:fs'
import { type Browser, chromium, type Page } from 'playwright-core'
import { type Bundle, bundle, ENTRY } from './bundle.ts'

const PATHS: readonly string[] = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
]

const FLAGS: readonly string[] = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

const ORIGIN = 'http://pith.test'

/** Why a browser test cannot run here, for `ctx.skip`; undefined where it can. */
export const NO_CHROMIUM: string | undefined =
  findChromium() === undefined
    ? `no Chromium at ${PATHS.join(', ')} or in CHROMIUM_PATH`
    : undefined

/** A page and its browser; `close` ends the browser's processes. */
export interface BrowserPage {
  readonly page: Page
  close(): Promise<void>
}

/** Starts Chromium without a window, with one empty page. */
export async function openChromium(): Promise<BrowserPage> {
  const executablePath = findChromium()
  if (executablePath === undefined) throw new Error(NO_CHROMIUM)
  const browser = await chromium.launch({ executablePath, args: [...FLAGS], headless: true })
  return { page: await openPage(browser), close: () => browser.close() }
}

async function openPage(browser: Browser): Promise<Page> {
  try {
    return await browser.newPage()
  } catch (error) {
    await browser.close()
    throw error
  }
}

/**
 * Bundles an entry with the built packages and opens it in Chromium as a module of an empty page. What the page is to
 * answer with, the entry puts on `globalThis`; read it with `page.evaluate`.
 */
export async function openInChromium(entry: string): Promise<BrowserPage> {
  const files = await bundle(entry)
  const opened = await openChromium()
  try {
    await serve(opened.page, files)
    await opened.page.goto(`${ORIGIN}/`, { waitUntil: 'load' })
    return opened
  } catch (error) {
    await opened.close()
    throw error
  }
}

/** No server: the browser asks, the test answers, and any other address is refused. */
async function serve(page: Page, files: Bundle): Promise<void> {
  await page.route('**/*', async (route) => {
    const url = new URL(route.request().url())
    const body = files.get(url.pathname.slice(1))
    if (url.origin !== ORIGIN) return route.abort()
    if (url.pathname === '/') {
      return route.fulfill({
        contentType: 'text/html; charset=utf-8',
        body: `<!doctype html><script type="module" src="/${ENTRY}"></script>`,
      })
    }
    if (body === undefined) return route.fulfill({ status: 404, body: 'not in the bundle' })
    return route.fulfill({ contentType: 'text/javascript; charset=utf-8', body })
  })
}

function findChromium(): string | undefined {
  return [process.env.CHROMIUM_PATH ?? '', ...PATHS].find((path) => path !== '' && existsSync(path))
}
