import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { brotliCompressSync } from 'node:zlib'
import { createFileDriver, createNodeCodecs } from '@x/codecs/node'
import { openStore, type StoreOptions } from '@x/codecs/store'
import { trainDictionary } from '@x/codecs/training'
import { markdownTable } from '../../table.ts'
import type { Contender } from './contenders.ts'

const CONVERSATIONS = 60
/** Comparing every snapshot under slow compressors takes minutes; one of twelve does. */
const SAMPLED = 12

/** Growing conversations: what each scheme needs to keep every request that was sent. */
export async function storeTable(
  conversations: readonly string[][],
  lopaceHybrid: Contender,
  log: (line: string) => void,
): Promise<string> {
  const snapshots = conversations.slice(0, CONVERSATIONS).flatMap(growing)
  const originalBytes = snapshots.reduce((sum, list) => sum + bytesOf(list), 0)
  const sampled = snapshots.filter((_, index) => index % SAMPLED === 0)
  const sampledBytes = sampled.reduce((sum, list) => sum + bytesOf(list), 0)
  const each = async (encode: (text: string) => Promise<Uint8Array> | Uint8Array) => {
    let bytes = 0
    for (const list of sampled) bytes += (await encode(list.join('\n'))).length
    return sampledBytes / bytes
  }
  log('store: each snapshot for itself')
  const rows = [
    ['LoPace hybrid, each snapshot (1 of 12)', (await each(lopaceHybrid.encode)).toFixed(1), ''],
    [
      'brotli 11, each snapshot (1 of 12)',
      (await each((text) => brotliCompressSync(text))).toFixed(1),
      '',
    ],
  ]
  const dictionary = await trainDictionary(conversations.slice(CONVERSATIONS).flat())
  const codecs = createNodeCodecs({ dictionaries: [dictionary] })
  const variants: [name: string, options: StoreOptions][] = [
    ['store, profile fast', { profile: 'fast', isSearchable: false }],
    ['store, tenant dictionary', { dictionary: dictionary.id, isSearchable: false }],
    ['store, profile small', { profile: 'small', isSearchable: false }],
    ['store, profile small, with search filters', { profile: 'small' }],
  ]
  for (const [name, options] of variants) {
    log(name)
    const { fileBytes, elapsedMs } = await fill(snapshots, { codecs, ...options })
    const speed = originalBytes / 1000 / elapsedMs
    rows.push([name, (originalBytes / fileBytes).toFixed(1), speed.toFixed(1)])
  }
  const head = `${snapshots.length} snapshots of ${CONVERSATIONS} conversations, ${(originalBytes / 1e6).toFixed(2)} MB`
  return markdownTable([head, 'times smaller', 'put, MB/s'], rows)
}

/** What a proxy would keep: the request before each answer. */
function growing(messages: readonly string[]): string[][] {
  return messages.flatMap((message, index) =>
    message.startsWith('{"role":"assistant"') ? [messages.slice(0, index)] : [],
  )
}

function bytesOf(list: readonly string[]): number {
  return list.reduce((sum, message) => sum + Buffer.byteLength(message) + 1, 0)
}

async function fill(
  snapshots: readonly string[][],
  options: StoreOptions,
): Promise<{ fileBytes: number; elapsedMs: number }> {
  const folder = mkdtempSync(join(tmpdir(), 'pith-bench-'))
  try {
    const path = join(folder, 'bench.store')
    const store = await openStore(await createFileDriver(path), options)
    const start = performance.now()
    const ids: string[] = []
    for (const list of snapshots) ids.push(await store.put(list))
    await store.compact()
    const elapsedMs = performance.now() - start
    for (const [index, id] of ids.entries()) {
      if ((await store.get(id))?.join('\n') !== snapshots[index]?.join('\n')) throw new Error(id)
    }
    await store.close()
    return { fileBytes: statSync(path).size, elapsedMs }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
