import type { Transcript } from '@x/pipeline'

/** Text that a client changes with every request: whatever stands behind it misses the provider's cache. */
export type VolatileText = 'billing-header'

/** Claude Code writes a checksum of the request into a line of its system text. */
const BILLING_HEADER = /^x-anthropic-billing-header:.*\bcch=/m

/**
 * Looks for text that is known to change with every request (rule C14): it is told, and neither moved nor taken out, because
 * the provider may check it. Only the beginning of a system text is looked at.
 */
export function detectVolatile({ parts }: Transcript): VolatileText | undefined {
  for (const { role, text } of parts) {
    if (role === 'tools') continue
    if (role !== 'system') return undefined
    if (BILLING_HEADER.test(text.slice(0, MAX_LENGTH))) return 'billing-header'
  }
  return undefined
}

const MAX_LENGTH = 2000
