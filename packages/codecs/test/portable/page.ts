import { createCodecs } from '@x/codecs'
import { openVectors } from './open-vectors.ts'

/** What the test calls in the page. */
Object.assign(globalThis, {
  openVectors: (vectors: Parameters<typeof openVectors>[1]) => openVectors(createCodecs(), vectors),
})
