import type { Surroundings } from '../codec.ts'
import { bytesOfBase64 } from './base64.ts'
import type { Experience } from './engine.ts'
import { createUnpacker } from './packing.ts'

/** One strength of the context-mixing coder: its module, and what the package ships for it. */
export interface CmProfile {
  readonly name: string
  /** Stands in the container for ever. */
  readonly codecId: number
  /** Which of the caller's modules takes the place of the embedded one. */
  readonly module: keyof Surroundings['modules']
  /** The module in base64. */
  embedded(): Promise<string>
  /** Trained for this module; packed. */
  parameters(): Promise<string>
}

export const SMALL: CmProfile = {
  name: 'cm',
  codecId: 4,
  module: 'cm',
  embedded: async () => (await import('./embedded/small-module.ts')).MODULE,
  parameters: async () => (await import('./embedded/small-parameters.ts')).PARAMETERS,
}

export const BALANCED: CmProfile = {
  name: 'cm-balanced',
  codecId: 5,
  module: 'cmBalanced',
  embedded: async () => (await import('./embedded/balanced-module.ts')).MODULE,
  parameters: async () => (await import('./embedded/balanced-parameters.ts')).PARAMETERS,
}

export const FAST: CmProfile = {
  name: 'cm-fast',
  codecId: 6,
  module: 'cmFast',
  embedded: async () => (await import('./embedded/fast-module.ts')).MODULE,
  parameters: async () => (await import('./embedded/fast-parameters.ts')).PARAMETERS,
}

/** The module of the surroundings, else compiled from the embedded bytes. */
export async function moduleOf(
  profile: CmProfile,
  modules: Surroundings['modules'],
): Promise<WebAssembly.Module> {
  const given = modules[profile.module]
  if (given !== undefined) return given
  return WebAssembly.compile(bytesOfBase64(await profile.embedded()) as Uint8Array<ArrayBuffer>)
}

/** The shipped prior (`prior/README.md`), the caller's after it, and the parameters of a profile. */
export async function experienceOf(
  profile: CmProfile,
  modules: Surroundings['modules'],
  added: Uint8Array = new Uint8Array(),
): Promise<Experience> {
  const unpack = await createUnpacker(await moduleOf(FAST, modules))
  const shipped = unpack((await import('./embedded/prior.ts')).PRIOR)
  const prior = new Uint8Array(shipped.length + added.length)
  prior.set(shipped)
  prior.set(added, shipped.length)
  return { prior, parameters: unpack(await profile.parameters()) }
}
