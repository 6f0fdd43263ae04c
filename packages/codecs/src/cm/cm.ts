import type { Codec, Coder, Knowledge, Surroundings } from '../codec.ts'
import { ContainerError, MissingKnowledgeError } from '../errors.ts'
import { type CmEngine, createEngine } from './engine.ts'
import { BALANCED, type CmProfile, experienceOf, FAST, moduleOf, SMALL } from './profile.ts'

/** Context mixing at full strength: the smallest results, about half a megabyte a second both ways. */
export const cm: Codec = codecOf(SMALL)

/** Context mixing with six contexts and two mixers: about a megabyte a second both ways. */
export const cmBalanced: Codec = codecOf(BALANCED)

/** Four plain orders, and one decision a byte where the text repeats: about five megabytes a second both ways. */
export const cmFast: Codec = codecOf(FAST)

function codecOf(profile: CmProfile): Codec {
  return {
    name: profile.name,
    id: profile.codecId,
    load: async ({ knowledgeId, surroundings }) => {
      const { modules } = surroundings
      const prior = priorOf(knowledgeId, surroundings)
      const module = await moduleOf(profile, modules)
      const engine = await createEngine(module, await experienceOf(profile, modules, prior))
      return coderOf(engine, knowledgeId)
    },
  }
}

/** The caller's prior of that id; undefined for the shipped one. */
function priorOf(id: number | undefined, surroundings: Surroundings): Uint8Array | undefined {
  if (id === undefined) return undefined
  const prior = surroundings.dictionaries.find((dictionary) => dictionary.id === id)
  if (prior !== undefined) return prior.bytes
  const hex = id.toString(16).padStart(8, '0')
  throw new MissingKnowledgeError('prior', id, `prior ${hex} is not here; give it in dictionaries`)
}

function coderOf(engine: CmEngine, priorId: number | undefined): Coder {
  const knowledge: Knowledge | undefined =
    priorId === undefined ? undefined : { kind: 'prior', id: priorId }
  return {
    knowledge,
    encode: (bytes) => {
      const payload = engine.encode(bytes)
      return payload.length <= bytes.length ? payload : stored(bytes)
    },
    decode: (payload, length) => {
      if (payload.length > length) return unstored(payload, length)
      const bytes = engine.decode(payload, length)
      if (bytes !== undefined) return bytes
      throw new ContainerError('payload', 0, `no ${length} bytes encode to this; it is damaged`)
    },
  }
}

/** A payload that is longer than its content holds the content itself, after one zero byte. */
function stored(bytes: Uint8Array): Uint8Array {
  const payload = new Uint8Array(bytes.length + 1)
  payload.set(bytes, 1)
  return payload
}

function unstored(payload: Uint8Array, length: number): Uint8Array {
  if (payload.length === length + 1 && payload[0] === 0) return payload.slice(1)
  const message = `${payload.length} bytes hold no ${length} bytes; the data is damaged`
  throw new ContainerError('payload', 0, message)
}
