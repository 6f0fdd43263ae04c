import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { describe, expect, it } from 'vitest'

const PACKAGES = join(import.meta.dirname, '../packages')

interface Entry {
  readonly specifier: string
  readonly folder: string
  readonly source: string
  readonly dist: string
}

function entriesOf(name: string): Entry[] {
  const folder = join(PACKAGES, name)
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  return Object.entries(
    manifest.exports as Record<string, string | Record<string, string>>,
  ).flatMap(([subpath, target]) =>
    typeof target === 'string' || target['@x/source'] === undefined
      ? []
      : [
          {
            specifier: `${manifest.name}${subpath.slice(1)}`,
            folder,
            source: join(folder, target['@x/source']),
            dist: join(folder, target.default ?? ''),
          },
        ],
  )
}

const PRINT_EXPORTS =
  'console.log(JSON.stringify(Object.keys(await import(process.argv[1])).sort()))'

function namesInPlainNode(entry: Entry): string[] {
  const arguments_ = ['--input-type=module', '--eval', PRINT_EXPORTS, entry.specifier]
  return JSON.parse(
    execFileSync(process.execPath, arguments_, { cwd: entry.folder, encoding: 'utf8' }),
  )
}

describe.each(readdirSync(PACKAGES).flatMap(entriesOf))('the built $specifier', (entry) => {
  it('exports in plain node what its source exports', async () => {
    expect(existsSync(entry.dist), `${entry.dist} is missing; run npm run build`).toBe(true)
    const source = await import(pathToFileURL(entry.source).href)
    expect(namesInPlainNode(entry)).toEqual(Object.keys(source).sort())
  })

  it('ships its types beside it', () => {
    expect(existsSync(entry.dist.replace(/\.mjs$/, '.d.mts'))).toBe(true)
  })
})
