import type { Surroundings } from '../codec.ts'
import { bytesOfBase64 } from './base64.ts'
import { unpack } from './packing.ts'

/** One strength of the context-mixing coder: its module, and what the package ships for it. */
export interface CmProfile {
  readonly name: string
  /** Stands in the container for ever. */
  readonly codecId: number
  /** The module of the surroundings, else compiled from the embedded bytes. */
  module(modules: Surroundings['modules']): Promise<WebAssembly.Module>
  /** Trained for this module. */
  parameters(): Promise<Uint8Array>
}

export const SMALL: CmProfile = {
  name: 'cm',
  codecId: 4,
  module: async (modules) =>
    modules.cm ?? compile((await import('./embedded/small-module.ts')).MODULE),
  parameters: async () => unpack((await import('./embedded/small-parameters.ts')).PARAMETERS),
}

export const BALANCED: CmProfile = {
  name: 'cm-balanced',
  codecId: 5,
  module: async (modules) =>
    modules.cmBalanced ?? compile((await import('./embedded/balanced-module.ts')).MODULE),
  parameters: async () => unpack((await import('./embedded/balanced-parameters.ts')).PARAMETERS),
}

/** The shipped prior: strings that many sources share, and text of our own (`prior/README.md`). */
export async function shippedPrior(): Promise<Uint8Array> {
  return unpack((await import('./embedded/prior.ts')).PRIOR)
}

function compile(base64: string): Promise<WebAssembly.Module> {
  return WebAssembly.compile(bytesOfBase64(base64) as Uint8Array<ArrayBuffer>)
}
