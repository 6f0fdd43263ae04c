import type { Compression } from '../compression/compressor.ts'
import { type ShapingContext, shapeRequest } from './shape-request.ts'
import type { ResolvedShaping } from './shaping-options.ts'

/** A compression whose body is shaped as well; what was added is paid in its token counts. */
export function withShaping(
  compression: Compression,
  shaping: ResolvedShaping | undefined,
  context: ShapingContext,
): Compression {
  const shaped = shaping && shapeRequest(compression.body, shaping, context)
  if (shaped === undefined) return compression
  const { report, aliases, body } = shaped
  const { tokensAfter = 0, stages, parts = [] } = compression
  const paid = tokensAfter + report.instructionTokens
  const stage = { name: 'shaping', tokensBefore: tokensAfter, tokensAfter: paid, elapsedMs: 0 }
  const added = {
    fidelity: 'exact',
    tokensBefore: 0,
    tokensAfter: report.instructionTokens,
  } as const
  return {
    ...compression,
    body,
    isChanged: true,
    tokensAfter: paid,
    stages: [...stages, stage],
    parts: [added, ...parts],
    aliases: [...compression.aliases, ...aliases],
    shaping: report,
  }
}
