import { join } from 'node:path'
import { describe, it } from 'vitest'
import { CHUNKINGS } from './chunkings.ts'
import { expectSameObjects, FOLDERS } from './replay-recordings.ts'

const data = process.env.PITH_DATA

describe.each(FOLDERS)('recorded %s streams', (folder) => {
  it.for(CHUNKINGS)('give the same final objects as direct, $name', async (chunking, context) => {
    if (data === undefined) return context.skip('PITH_DATA is not set')
    const maxBytes = chunking.name === 'whole' ? Number.POSITIVE_INFINITY : 16_000
    await expectSameObjects(join(data, 'fixtures/wire'), folder, chunking.sizes, maxBytes)
  })
})
