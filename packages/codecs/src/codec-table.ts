import type { Codec } from './codec.ts'
import { raw } from './raw.ts'

/** Every codec, one row each; ids are never reused. */
export const CODECS: readonly Codec[] = [raw]
