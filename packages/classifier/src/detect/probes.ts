import type { Probe } from './probe.ts'
import { a11yTreeProbe } from './probes/a11y-tree.ts'
import { chatProbe } from './probes/chat.ts'
import { codeProbe } from './probes/code.ts'
import { diffProbe } from './probes/diff.ts'
import { jsonApiProbe } from './probes/json-api.ts'
import { listingProbe } from './probes/listing.ts'
import { logProbe } from './probes/log.ts'
import { markdownProbe } from './probes/markdown.ts'
import { proseProbe } from './probes/prose.ts'
import { stackTraceProbe } from './probes/stack-trace.ts'
import { tableProbe } from './probes/table.ts'
import { toolCallProbe } from './probes/tool-call.ts'

/** One row a kind; where two explain a text equally well, the earlier one wins. */
export const PROBES: readonly Probe[] = [
  proseProbe,
  markdownProbe,
  chatProbe,
  jsonApiProbe,
  toolCallProbe,
  codeProbe,
  diffProbe,
  logProbe,
  stackTraceProbe,
  tableProbe,
  listingProbe,
  a11yTreeProbe,
]
