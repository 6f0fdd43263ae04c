import { type Compressor, createPipelineCompressor } from '../src/index.ts'

type Aliases = Readonly<Record<string, string>>

/** A compressor that changes nothing and says of each body which aliases it defined there: by alias, the phrase. */
export function aliasingCompressor(aliasesOf: (body: Uint8Array) => Aliases): Compressor {
  return {
    ...createPipelineCompressor(),
    compress: async ({ body }) => ({
      status: 'hit',
      reason: 'exact',
      body,
      isChanged: true,
      stages: [],
      aliases: Object.entries(aliasesOf(body)).map(([alias, phrase]) => ({ alias, phrase })),
      elapsedMs: 0,
    }),
  }
}
