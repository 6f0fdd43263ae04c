import { readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { defineConfig, type UserConfig, type UserConfigFn } from 'tsdown'

interface Manifest {
  readonly name: string
  readonly bin?: Readonly<Record<string, string>>
  readonly exports?: Readonly<Record<string, string | { readonly '@x/source'?: string }>>
}

/** Built from each package's folder (`tsdown --config ../../tsdown.config.ts`): the entries are what its `exports` name. */
const config: UserConfigFn = defineConfig((): UserConfig => {
  const folder = process.cwd()
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest
  const sources = Object.values(manifest.exports ?? {}).flatMap((target) =>
    typeof target === 'string' ? [] : (target['@x/source'] ?? []),
  )
  return {
    cwd: folder,
    entry: Object.fromEntries(sources.map((path) => [basename(path, '.ts'), path])),
    format: 'esm',
    platform: manifest.bin === undefined ? 'neutral' : 'node',
    target: 'es2023',
    dts: manifest.bin === undefined,
    sourcemap: true,
    clean: true,
    fixedExtension: true,
    outDir: 'dist',
  }
})

export default config
