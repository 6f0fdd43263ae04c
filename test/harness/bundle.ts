import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from 'tsdown'

/** Files of a bundle: the entry is `entry.mjs`, lazily imported modules are files of their own. */
export type Bundle = ReadonlyMap<string, string>

/** The name of a bundle's entry. */
export const ENTRY = 'entry.mjs'

/**
 * Bundles an entry with all that it imports, packages of the workspace by their built `dist`, for a place without Node.
 * What only Node has fails here, not at run time.
 */
export async function bundle(entry: string, external: readonly string[] = []): Promise<Bundle> {
  const outDir = mkdtempSync(join(tmpdir(), 'pith-bundle-'))
  try {
    await build({
      entry: { entry },
      outDir,
      config: false,
      format: 'esm',
      platform: 'browser',
      target: 'es2023',
      fixedExtension: true,
      deps: { alwaysBundle: /./, onlyBundle: false },
      inputOptions: {
        external: external.map((name) => `./${name}`),
        makeAbsoluteExternalsRelative: false,
      },
      dts: false,
      logLevel: 'error',
    })
    return new Map(
      readdirSync(outDir).map((name) => [name, readFileSync(join(outDir, name), 'utf8')]),
    )
  } finally {
    rmSync(outDir, { recursive: true, force: true })
  }
}
