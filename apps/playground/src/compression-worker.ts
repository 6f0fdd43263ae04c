import { createPipeline, type Policy, type RenderedPart } from '@x/pipeline'
import { readDocument, restoreDocument } from '@x/pipeline/dialects'
import { loadTokenizer, resolveModel } from '@x/tokens'
import type { CompressionRequest, CompressionResponse, Outcome, PartRow } from './outcome.ts'

self.onmessage = async ({ data }: MessageEvent<CompressionRequest>): Promise<void> => {
  self.postMessage(await answer(data))
}

async function answer(request: CompressionRequest): Promise<CompressionResponse> {
  try {
    return { id: request.id, outcome: await compress(request) }
  } catch (error) {
    return { id: request.id, error: error instanceof Error ? error.message : String(error) }
  }
}

async function compress({ input, model, mode, rate }: CompressionRequest): Promise<Outcome> {
  const document = readDocument(input)
  const { encoding, approximate } = resolveModel(model)
  const tokenizer = await loadTokenizer(encoding)
  const now = (): number => performance.now()
  const isLossy = rate < 1
  const policy: Policy = { mode, ...(isLossy && { loss: { ...LOSS, rate } }) }
  // What decides about loss is loaded only for those who ask for it.
  const keeper = isLossy && (await (await import('@x/pipeline/keep')).loadKeeper())
  const pipeline = createPipeline({
    tokenizer,
    approximate,
    now,
    policy,
    ...(keeper && { keeper }),
  })
  const result = pipeline.run(document.transcript)
  const output = document.splice(result.parts)
  return {
    ...result,
    isTranscript: document.dialect !== 'text',
    encoding,
    isApproximate: approximate,
    parts: result.parts.map(rowOf),
    output,
    inputHash: await sha256(input),
    ...(result.fidelity !== 'lossy' && { restoredHash: await sha256(restoreDocument(output)) }),
  }
}

/** Whoever moves the slider asked for it: shorter texts than usual lose something, what the user says does not. */
const LOSS = { minTokens: 48 } as const

function rowOf(rendered: RenderedPart): PartRow {
  const { part, stage, text, tokensBefore, tokensAfter, fidelity } = rendered
  const { id, role, label, text: original } = part
  const row = { id, role, label, original, text, tokensBefore, tokensAfter, fidelity }
  return stage === undefined ? row : { ...row, stage }
}

async function sha256(text: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('')
}
