import { execFileSync } from 'node:child_process'

/** What a codec costs before its first byte. */
export interface StartUp {
  readonly loadMs: number
  readonly memoryMegabytes: number
}

const SCRIPT = `
  const { createNodeCodecs } = await import(process.argv[1])
  const options = JSON.parse(process.argv[2])
  const codecs = createNodeCodecs()
  await codecs.open(await codecs.seal('x', { codec: 'raw' }))
  globalThis.gc()
  const before = process.memoryUsage()
  const start = performance.now()
  await codecs.open(await codecs.seal('first text', options))
  const loadMs = performance.now() - start
  globalThis.gc()
  const after = process.memoryUsage()
  console.log(JSON.stringify({ loadMs, memoryMegabytes: (after.rss - before.rss) / 1e6 }))`

/** Loads one codec in a process of its own: time to the first sealed and opened text, and resident memory it adds. */
export function measureStartUp(options: object): StartUp {
  const entry = import.meta.resolve('@x/codecs/node')
  const flags = ['--expose-gc', '--input-type=module', '--eval', SCRIPT]
  const runs = Array.from(
    { length: 3 },
    () =>
      JSON.parse(
        execFileSync(process.execPath, [...flags, entry, JSON.stringify(options)], {
          encoding: 'utf8',
        }),
      ) as StartUp,
  )
  return {
    loadMs: Math.min(...runs.map(({ loadMs }) => loadMs)),
    memoryMegabytes: Math.min(...runs.map(({ memoryMegabytes }) => memoryMegabytes)),
  }
}
