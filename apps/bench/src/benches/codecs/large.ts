import { createNodeCodecs } from '@x/codecs/node'
import { markdownTable } from '../../table.ts'
import type { BenchText } from './texts.ts'

const ROUNDS = 5
const VARIANTS = [
  { name: 'zstd, level 1', codec: 'zstd', level: 1 },
  { name: 'zstd, level 3', codec: 'zstd', level: 3 },
  { name: 'zstd-dictionary, level 9', codec: 'zstd-dictionary', level: 9 },
] as const

/** Speed on one large text: no share for each of many small ones. Best of some rounds, processor time. */
export async function largeTable(texts: readonly BenchText[]): Promise<string> {
  const text = texts.map((one) => one.text).join('\n')
  const megabytes = Buffer.byteLength(text) / 1e6
  const codecs = createNodeCodecs()
  const rows: string[][] = []
  for (const { name, ...options } of VARIANTS) {
    let sealMs = Number.POSITIVE_INFINITY
    let openMs = Number.POSITIVE_INFINITY
    let size = 0
    const before = process.memoryUsage.rss()
    for (let round = 0; round < ROUNDS; round++) {
      const start = cpuMs()
      const container = await codecs.seal(text, options)
      const middle = cpuMs()
      if ((await codecs.open(container)) !== text) throw new Error(`${name} is not exact`)
      openMs = Math.min(openMs, cpuMs() - middle)
      sealMs = Math.min(sealMs, middle - start)
      size = container.length
    }
    const memory = Math.max(0, process.memoryUsage.rss() - before) / 1e6
    const speeds = [sealMs, openMs].map((ms) => ((megabytes * 1000) / ms).toFixed(0))
    rows.push([name, String(size), ...speeds, memory.toFixed(0)])
  }
  const head = [`all texts as one, ${megabytes.toFixed(2)} MB`, 'sealed bytes']
  return markdownTable([...head, 'seal, MB/s', 'open, MB/s', 'memory grown, MB'], rows)
}

function cpuMs(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}
