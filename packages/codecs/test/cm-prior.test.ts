import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { experienceOf, FAST, SMALL } from '../src/cm/profile.ts'
import { createCodecs } from '../src/index.ts'
import { trainPrior } from '../src/training.ts'

const PACKAGE = join(import.meta.dirname, '..')
const prior = readFileSync(join(PACKAGE, 'prior/prior.txt'))
const manifest = JSON.parse(readFileSync(join(PACKAGE, 'prior/manifest.json'), 'utf8')) as {
  readonly ownBytes: number
  readonly artefacts: Readonly<Record<string, { readonly packedBytes: number }>>
}

describe('the shipped prior', () => {
  it('is what prior/prior.txt shows to a reader', async () => {
    const { prior: shipped } = await experienceOf(SMALL, {})
    expect(Buffer.from(shipped).equals(prior)).toBe(true)
  })

  it('takes, with all parameters, at most 128 KB', () => {
    const packed = Object.values(manifest.artefacts).reduce((sum, a) => sum + a.packedBytes, 0)
    expect(packed).toBeLessThanOrEqual(128 * 1024)
  })

  it('holds no address, no common name, no long number and no letters outside ASCII but in its own texts', () => {
    const strings = prior.subarray(manifest.ownBytes).toString('utf8')
    expect(strings).not.toMatch(/[\w.]+@[\w.]+/)
    expect(strings).not.toMatch(/\d{9}/)
    expect(strings).not.toMatch(
      /\b(Alice|Andrew|Charles|David|John|Mary|Michael|Patrick|Paul|Smith|Vincent)\b/,
    )
    expect(strings).not.toMatch(/\p{Script=Han}|\p{Script=Cyrillic}|[À-ɏ]{2}/u)
  })

  it('shares no line of 60 characters or more with a text of the test set', (ctx) => {
    const folder = process.env.PITH_DATA
    if (!folder) return ctx.skip('PITH_DATA is not set')
    const held = prior.toString('utf8')
    const lines = gunzipSync(readFileSync(join(folder, 'data/prompts/test.jsonl.gz')))
      .toString('utf8')
      .split('\n')
      .filter((line) => line !== '')
      .flatMap((line) => (JSON.parse(line) as { readonly text: string }).text.split('\n'))
    expect(lines.length).toBeGreaterThan(1000)
    expect(lines.filter((line) => line.trim().length >= 60 && held.includes(line.trim()))).toEqual(
      [],
    )
  })
})

describe('the modules', () => {
  it('are what the sources in assembly/ build to, byte for byte', () => {
    const folder = mkdtempSync(join(tmpdir(), 'assembly-'))
    execFileSync(process.execPath, [join(PACKAGE, 'assembly/build.mjs'), folder])
    for (const name of ['small', 'balanced', 'fast']) {
      for (const path of [`wasm/cm-${name}.wasm`, `src/cm/embedded/${name}-module.ts`]) {
        const built = readFileSync(join(folder, path))
        expect([path, built.equals(readFileSync(join(PACKAGE, path)))]).toEqual([path, true])
      }
    }
    rmSync(folder, { recursive: true })
  })

  it('hold at most 32 MB', async () => {
    for (const name of ['small', 'balanced', 'fast']) {
      const bytes = readFileSync(join(PACKAGE, `wasm/cm-${name}.wasm`))
      const { instance } = await WebAssembly.instantiate(bytes, {})
      const exports = instance.exports as { initialize(): void; memory: WebAssembly.Memory }
      exports.initialize()
      expect(exports.memory.buffer.byteLength).toBeLessThanOrEqual(32 * 1024 * 1024)
    }
  })
})

describe('a trained prior', () => {
  const samples = Array.from(
    { length: 300 },
    (_, n) =>
      `{"pump":${n},"valve":"${n % 3 ? 'open' : 'shut'}","note":"pressure at gauge ${n % 7} is ${n * 13}"}`,
  )
  const fresh = '{"pump":907,"valve":"shut","note":"pressure at gauge 3 is 8211"}'

  it.each(['cm', 'cm-balanced', 'cm-fast'])(
    'makes texts of its kind smaller with %s',
    async (codec) => {
      const trained = await trainPrior(samples)
      const codecs = createCodecs({ dictionaries: [trained] })
      const sealed = await codecs.seal(fresh, { codec, dictionary: trained.id })
      expect(await codecs.open(sealed)).toBe(fresh)
      expect(sealed.length).toBeLessThan((await codecs.seal(fresh, { codec })).length * 0.8)
    },
  )

  it('is the same bytes for the same samples, within its size', async () => {
    const trained = await trainPrior(samples, { maxBytes: 2048 })
    expect(trained.bytes.length).toBeLessThanOrEqual(2048)
    expect(await trainPrior(samples, { maxBytes: 2048 })).toEqual(trained)
  })

  it('refuses sizes that it cannot have, and samples with nothing in them', async () => {
    await expect(trainPrior(samples, { maxBytes: 1 })).rejects.toThrow('maxBytes 1 is outside')
    await expect(trainPrior([])).rejects.toThrow('repeat nothing')
  })

  it('does not change what the package ships', async () => {
    const before = await experienceOf(FAST, {})
    await trainPrior(samples)
    expect((await experienceOf(FAST, {})).prior).toEqual(before.prior)
  })
})
