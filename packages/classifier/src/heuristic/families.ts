import type { Kind } from '../detect/kind.ts'
import type { Family } from '../idf/tables.ts'

const NATURAL: ReadonlySet<Kind> = new Set<Kind>(['prose', 'chat', 'markdown'])

/** Which family a kind of text belongs to. */
export function familyOf(kind: Kind): Family {
  return NATURAL.has(kind) ? 'natural' : 'structured'
}
