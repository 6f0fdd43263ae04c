import { memberOf, readJson } from '@x/notation/json'
import { lossOf } from '../compare/compare-request.ts'
import { describeCompression, describeQuality } from '../compare/compression-info.ts'
import type { DocumentCompression } from '../compression/compressor.ts'
import type { ProxySettings } from '../options.ts'
import {
  BatchRequest,
  ChatRequest,
  type CompressSettings,
  TextRequest,
} from './compress-schemas.ts'
import { checkShape, type JsonBody, readJsonBody } from './read-json-body.ts'
import { respondApi } from './respond-api.ts'

/** `POST /api/compress`: a dry run over a text, a chat request or a batch of texts. Nothing is sent anywhere. */
export function handleCompress(request: Request, settings: ProxySettings): Promise<Response> {
  return respondApi(async () => {
    const body = await readJsonBody(request, settings)
    const { value } = body
    const has = (key: string): boolean =>
      typeof value === 'object' && value !== null && Object.hasOwn(value, key)
    if (has('documents')) return compressBatch(value, settings)
    if (has('messages')) return compressChat(body, settings)
    const { text, ...chosen } = checkShape(TextRequest, value)
    return toJson(text, await compress(text, chosen, settings), chosen)
  })
}

async function compressBatch(value: unknown, settings: ProxySettings): Promise<string> {
  const { documents, ...chosen } = checkShape(BatchRequest, value)
  const results: string[] = []
  for (const text of documents)
    results.push(await toJson(text, await compress(text, chosen, settings), chosen))
  return `{"results":[${results.join(',')}]}`
}

/** The messages are cut out of the compressed source, so that every number in them stays as it was written. */
async function compressChat(body: JsonBody, settings: ProxySettings): Promise<string> {
  const chosen = checkShape(ChatRequest, body.value)
  const compressed = await compress(body.text, chosen, settings)
  const { output } = compressed
  const root = readJson(output)
  const messages = root && memberOf(root, 'messages')
  const source = messages === undefined ? '[]' : output.slice(messages.start, messages.end)
  return toJson(body.text, compressed, chosen, `"messages":${source}`)
}

function compress(
  source: string,
  chosen: CompressSettings,
  settings: ProxySettings,
): Promise<DocumentCompression> {
  const { model, mode, threshold_tokens: thresholdTokens } = chosen
  const loss = lossOf(chosen)
  // What may be dropped is said by the wish alone, so that `lossless` holds in every mode.
  const policy = {
    mode: mode === 'aggressive' ? ('hybrid' as const) : mode,
    thresholdTokens,
    ...(loss && { loss }),
  }
  return settings.compressor.compressDocument({
    source,
    policy,
    ...(model !== undefined && { model }),
  })
}

async function toJson(
  source: string,
  compressed: DocumentCompression,
  wish: CompressSettings,
  result?: string,
): Promise<string> {
  const { output, dialect: _dialect, loss, quality, ...summary } = compressed
  const info = {
    ...summary,
    ...(await describeCompression(source, wish, loss, summary.stages)),
    ...(quality && { quality: describeQuality('the text and what was kept of it', quality) }),
  }
  const last = result ?? `"text":${JSON.stringify(output)}`
  return `${JSON.stringify(info).slice(0, -1)},${last}}`
}
