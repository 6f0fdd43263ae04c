import type { Codec, CoderOptions } from './codec.ts'
import type { Dictionary } from './dictionary.ts'
import { MissingKnowledgeError } from './errors.ts'
import { decodeBlocks, encodeBlocks } from './zstd/blocks.ts'

/** Zstandard with a dictionary: the shipped one, or one of the caller's by id. */
export const zstdDictionary: Codec = {
  name: 'zstd-dictionary',
  id: 2,
  load: async (options) => {
    const { level, knowledgeId, surroundings } = options
    const dictionary = await findDictionary(options)
    const zstd = await surroundings.zstd.load()
    const library = await zstd.withDictionary(dictionary.bytes, level)
    return {
      knowledge: knowledgeId === undefined ? undefined : { kind: 'dictionary', id: dictionary.id },
      encode: (bytes) => encodeBlocks(library, bytes),
      decode: (payload, length) => decodeBlocks(library, payload, length),
    }
  },
}

async function findDictionary({ knowledgeId, surroundings }: CoderOptions): Promise<Dictionary> {
  if (knowledgeId === undefined) {
    const { loadShippedDictionary } = await import('./dictionary/shipped.ts')
    return loadShippedDictionary(surroundings.zstd)
  }
  const dictionary = surroundings.dictionaries.find(({ id }) => id === knowledgeId)
  if (dictionary !== undefined) return dictionary
  const name = knowledgeId.toString(16).padStart(8, '0')
  const message = `dictionary ${name} is not here; give it to createCodecs({ dictionaries })`
  throw new MissingKnowledgeError('dictionary', knowledgeId, message)
}
