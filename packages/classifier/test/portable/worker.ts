import { selectAll } from './select-all.ts'

const worker: { fetch(): Response } = { fetch: () => Response.json(selectAll()) }

/** A Worker that answers with what the heuristic selects. */
// biome-ignore lint/style/noDefaultExport: workerd asks for one.
export default worker
