import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { describe, expect, it } from 'vitest'

const ROOT = join(import.meta.dirname, '..')

/** A package may import the packages of the floors below its own, and nothing beside or above it. */
const FLOORS: Readonly<Record<string, number>> = {
  tokens: 0,
  codecs: 1,
  notation: 1,
  dictionary: 1,
  classifier: 1,
  pipeline: 2,
  proxy: 3,
  sdk: 3,
}

const MAX_FILE_LINES = 300
const NODE_ENTRY_POINT = /(^|\/)(node|[a-z0-9-]*-node)(\/|\.ts$)/
const IMPORT = /(?:from|import)\s*\(?\s*'([^']+)'/g

const packages = readdirSync(join(ROOT, 'packages'))

/** Folders of `models/` that hold sources, and not only weights; they are built and trained with, never published. */
const models = readdirSync(join(ROOT, 'models')).filter((name) =>
  existsSync(join(ROOT, 'models', name, 'src')),
)

function sourcesOf(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.tsx?$/.test(path) && !path.endsWith('.d.ts'))
    .map((path) => join(folder, path))
}

function importsOf(path: string): string[] {
  return [...readFileSync(path, 'utf8').matchAll(IMPORT)].map((match) => match[1] ?? '')
}

describe.each(packages)('packages/%s', (name) => {
  const sources = sourcesOf(join(ROOT, 'packages', name, 'src'))
  const floor = FLOORS[name]

  it('has a floor', () => {
    expect(floor).toBeTypeOf('number')
  })

  it('imports only from the floors below', () => {
    const upward = sources.flatMap((path) =>
      importsOf(path)
        .filter((target) => target.startsWith('@x/'))
        .map((target) => target.split('/')[1] ?? '')
        .filter((target) => (FLOORS[target] ?? Number.POSITIVE_INFINITY) >= (floor ?? 0))
        .map((target) => `${relative(ROOT, path)} imports @x/${target}`),
    )
    expect(upward).toEqual([])
  })

  it('never reaches into another package by path', () => {
    const reaching = sources.filter((path) =>
      importsOf(path).some((target) =>
        /^(\.\.\/)+(packages|apps)|^(\.\.\/)+[a-z]+\/src\//.test(target),
      ),
    )
    expect(reaching).toEqual([])
  })

  if ((floor ?? 3) === 3) return

  it('uses Node only in entry points named for it', () => {
    const effects = sources
      .filter((path) => !NODE_ENTRY_POINT.test(relative(join(ROOT, 'packages', name, 'src'), path)))
      .filter((path) => importsOf(path).some((target) => target.startsWith('node:')))
    expect(effects.map((path) => relative(ROOT, path))).toEqual([])
  })
})

describe.each(models)('models/%s', (name) => {
  it('imports only the classifier, the tokens and other models', () => {
    const allowed = new Set(['classifier', 'tokens', ...models])
    const upward = sourcesOf(join(ROOT, 'models', name, 'src')).flatMap((path) =>
      importsOf(path)
        .filter((target) => target.startsWith('@x/'))
        .filter((target) => !allowed.has(target.split('/')[1] ?? ''))
        .map((target) => `${relative(ROOT, path)} imports ${target}`),
    )
    expect(upward).toEqual([])
  })
})

describe('every source file', () => {
  const all = [
    ...['packages', 'apps'].flatMap((top) =>
      readdirSync(join(ROOT, top)).flatMap((name) => sourcesOf(join(ROOT, top, name, 'src'))),
    ),
    ...models.flatMap((name) => sourcesOf(join(ROOT, 'models', name, 'src'))),
  ]

  it(`has at most ${MAX_FILE_LINES} lines`, () => {
    const long = all.filter(
      (path) => readFileSync(path, 'utf8').split('\n').length > MAX_FILE_LINES + 1,
    )
    expect(long.map((path) => relative(ROOT, path))).toEqual([])
  })

  it('is not named utils, helpers, common, misc, shared, lib, core, manager, service or types', () => {
    const vague = all.filter((path) =>
      /\/(utils?|helpers?|common|misc|shared|lib|core|manager|service|types)(\.tsx?|\/)/.test(
        relative(ROOT, path),
      ),
    )
    expect(vague.map((path) => relative(ROOT, path))).toEqual([])
  })
})
