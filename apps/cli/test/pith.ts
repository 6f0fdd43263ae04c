import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const MAIN = join(import.meta.dirname, '../dist/main.mjs')

/** What one run of the built CLI did. */
export interface Run {
  readonly code: number | null
  readonly stdout: Buffer
  readonly stderr: string
}

/** Runs the built CLI in plain Node, as a user does. */
export function pith(argv: readonly string[], stdin: string | Uint8Array = ''): Run {
  const { status, stdout, stderr } = spawnSync(process.execPath, [MAIN, ...argv], {
    input: stdin,
    maxBuffer: 1 << 28,
  })
  return { code: status, stdout, stderr: stderr.toString() }
}

/** A folder that is gone when `work` is done. */
export function withFolder<T>(work: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'pith-'))
  try {
    return work(folder)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** Compresses to a file and restores from it: the bytes that come back. */
export function roundTrip(source: string | Uint8Array, ...options: readonly string[]): Buffer {
  return withFolder((folder) => {
    const [original, compressed] = [join(folder, 'original'), join(folder, 'compressed')]
    writeFileSync(original, source)
    const run = pith(['compress', original, '--mode', 'strict', '-o', compressed, ...options])
    if (run.code !== 0) throw new Error(`compress exits with ${run.code}: ${run.stderr}`)
    return pith(['restore', compressed]).stdout
  })
}
