import type { Compression } from '../compression/compressor.ts'
import type { Receipt } from '../receipt.ts'
import type { UpstreamUsage } from '../stream/stream-reading.ts'
import { priceSavings } from './price-savings.ts'
import { sumFidelities } from './sum-fidelities.ts'

/** What a receipt says of a request's tokens by fidelity and, once the upstream has told its usage, of their price. */
export function accountOf(
  { parts, model, shaping, loss }: Compression,
  usage: UpstreamUsage | undefined,
): Pick<Receipt, 'fidelities' | 'loss' | 'price' | 'shaping'> {
  if (parts === undefined) return {}
  const price = model === undefined ? undefined : priceSavings(model, usage, parts)
  return {
    fidelities: sumFidelities(parts),
    ...(loss && { loss }),
    ...(price && { price }),
    ...(shaping && { shaping }),
  }
}
