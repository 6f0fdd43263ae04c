import type { Codec } from './codec.ts'
import { ContainerError } from './errors.ts'

/** The bytes as they are: what every other codec is measured against, and what `auto` falls back to. */
export const raw: Codec = {
  name: 'raw',
  id: 0,
  load: async () => ({
    knowledge: undefined,
    encode: (bytes) => bytes.slice(),
    decode: (payload, length) => {
      if (payload.length === length) return payload.slice()
      const found = `raw payload of ${payload.length} bytes for a length of ${length}`
      throw new ContainerError('payload', 0, `${found}; the container was cut or spliced`)
    },
  }),
}
