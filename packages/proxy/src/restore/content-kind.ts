import { asRecord, parseEventJson } from '../stream/event-json.ts'
import type { LaneKind } from './lanes.ts'

/**
 * Whether a request asks for JSON as the text of its answer (`response_format`, `text.format`, `output_config.format`):
 * what is put into such a text must be escaped as JSON.
 */
export function contentKindOf(body: Uint8Array): LaneKind {
  const source = new TextDecoder().decode(body)
  // Reading a long conversation for one field takes longer than looking whether any such field can be there.
  if (!source.includes('format"')) return 'text'
  const request = parseEventJson(source)
  const formats = [
    request?.response_format,
    asRecord(request?.text)?.format,
    asRecord(request?.output_config)?.format,
    request?.output_format,
  ]
  return formats.some((format) => String(asRecord(format)?.type ?? '').startsWith('json'))
    ? 'json'
    : 'text'
}
