// Builds the modules: wasm/cm-*.wasm for runtimes that import modules, and the same bytes as text for the others.
// Usage: node assembly/build.mjs [output folder]. Deterministic: the same sources give the same bytes.
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import asc from 'assemblyscript/asc'

const FOLDER = dirname(fileURLToPath(import.meta.url))

/** Entry file; hashed contexts, mixers, log2 of the rows of the prior and of a message. */
const PROFILES = {
  small: ['cm.ts', { CONTEXTS: 11, MIXERS: 4, PRIOR_BITS: 20, MESSAGE_BITS: 18 }],
  balanced: ['cm.ts', { CONTEXTS: 6, MIXERS: 2, PRIOR_BITS: 18, MESSAGE_BITS: 17 }],
  fast: ['fast/cm-fast.ts', {}],
}

export const PROFILE_NAMES = Object.keys(PROFILES)

/** The module of a profile; `training` for the one that learns parameters. */
export async function compile(name, training = false) {
  const [entry, sizes] = PROFILES[name]
  const constants = { ...sizes, TRAINING: training ? 1 : 0 }
  const uses = Object.entries(constants).flatMap(([key, value]) => ['--use', `${key}=${value}`])
  const flags = ['-O3', '--noAssert', '--runtime', 'stub', '--enable', 'simd', '--use', 'abort=']
  const files = {}
  const { error, stderr } = await asc.main(
    [entry, '--baseDir', FOLDER, '--outFile', 'cm.wasm', ...flags, ...uses],
    { writeFile: (path, contents) => (files[path] = contents) },
  )
  if (error) throw new Error(`assembly: ${stderr.toString()}`, { cause: error })
  return Buffer.from(files['cm.wasm'])
}

/** A TypeScript module that holds bytes. */
export function embed(constant, bytes, sentence) {
  const text = Buffer.from(bytes).toString('base64')
  return `/** ${sentence} */\nexport const ${constant}: string =\n  '${text}'\n`
}

async function main(folder) {
  await mkdir(join(folder, 'wasm'), { recursive: true })
  await mkdir(join(folder, 'src/cm/embedded'), { recursive: true })
  for (const name of PROFILE_NAMES) {
    const bytes = await compile(name)
    const sentence = `wasm/cm-${name}.wasm in base64; written by assembly/build.mjs.`
    await writeFile(join(folder, `wasm/cm-${name}.wasm`), bytes)
    const path = join(folder, `src/cm/embedded/${name}-module.ts`)
    await writeFile(path, embed('MODULE', bytes, sentence))
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await main(process.argv[2] ?? join(FOLDER, '..'))
}
