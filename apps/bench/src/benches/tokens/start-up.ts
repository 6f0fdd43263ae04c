import { spawnSync } from 'node:child_process'
import { START_UP } from './peers.ts'

/** What it costs a fresh process until the first text is encoded. */
export interface StartUp {
  readonly name: string
  readonly cpuMs: number
  readonly memoryMb: number
}

const RUNS = 5

/** Least of five processes each, taken in turns; CPU time and resident memory over an empty process. */
export function measureStartUps(): readonly StartUp[] {
  const least = new Map<string, { cpuMs: number; memoryMb: number }>()
  for (let run = 0; run < RUNS; run += 1) {
    for (const [name, source] of Object.entries(START_UP)) {
      const { cpuMs, memoryMb } = measure(source)
      const before = least.get(name) ?? { cpuMs, memoryMb }
      least.set(name, {
        cpuMs: Math.min(before.cpuMs, cpuMs),
        memoryMb: Math.min(before.memoryMb, memoryMb),
      })
    }
  }
  return Array.from(least, ([name, figures]) => ({ name, ...figures }))
}

function measure(source: string): { cpuMs: number; memoryMb: number } {
  const script = `gc(); const memory = process.memoryUsage().rss; const cpu = process.cpuUsage();
    ${source};
    const { user, system } = process.cpuUsage(cpu); gc();
    console.log(JSON.stringify({ cpuMs: (user + system) / 1e3,
      memoryMb: (process.memoryUsage().rss - memory) / 1e6 }))`
  const child = spawnSync(
    process.execPath,
    ['--expose-gc', '--input-type=module', '--eval', script],
    { cwd: import.meta.dirname, encoding: 'utf8', timeout: 60_000 },
  )
  if (child.status !== 0) throw new Error(`a start-up failed: ${child.stderr}`)
  return JSON.parse(child.stdout) as { cpuMs: number; memoryMb: number }
}
