/** How much time `auto` may take. */
export type Profile = 'fast' | 'balanced' | 'small'

/** One attempt of `auto`. */
export interface Attempt {
  readonly codec: string
  readonly level: number
}

/**
 * What `auto` tries beside raw, per profile; the smallest container wins. Rows whose codec the runtime lacks are
 * passed over. Speeds and sizes: the table in the README.
 */
export const PROFILES: Readonly<Record<Profile, readonly Attempt[]>> = {
  fast: [{ codec: 'cm-fast', level: 15 }],
  balanced: [
    { codec: 'cm-balanced', level: 15 },
    { codec: 'zstd-dictionary', level: 9 },
  ],
  small: [
    { codec: 'cm', level: 15 },
    { codec: 'zstd-dictionary', level: 9 },
  ],
}
