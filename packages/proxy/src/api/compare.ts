import { compareArms } from '../compare/compare-arms.ts'
import { CompareRequest } from '../compare/compare-request.ts'
import { requireClient } from '../credentials/guard.ts'
import type { ProxySettings } from '../options.ts'
import { renderSseEvent } from '../sse/sse-event.ts'
import { checkShape, readJsonBody } from './read-json-body.ts'
import { respondFailure } from './respond-api.ts'

/** `POST /api/compare`: one request, as it is and compressed, both streamed side by side as events. */
export async function handleCompare(
  request: Request,
  env: unknown,
  settings: ProxySettings,
): Promise<Response> {
  try {
    requireClient(request, env, settings)
    const { value } = await readJsonBody(request, settings)
    const wanted = checkShape(CompareRequest, value)
    return new Response(streamEvents(wanted, request, settings), {
      headers: {
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'no-cache, no-transform',
        'x-accel-buffering': 'no',
      },
    })
  } catch (error) {
    return respondFailure(error)
  }
}

function streamEvents(
  wanted: CompareRequest,
  request: Request,
  settings: ProxySettings,
): ReadableStream<Uint8Array> {
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>()
  const writer = writable.getWriter()
  const gone = new AbortController()
  const leave = (): void => gone.abort()
  request.signal.addEventListener('abort', leave, { once: true })
  writer.closed.catch(leave)
  const emit = async (event: string, data: Record<string, unknown>): Promise<void> =>
    writer.write(renderSseEvent(event, JSON.stringify(data)))
  compareArms(wanted, request.headers, gone.signal, settings, emit)
    .catch(() => undefined)
    .finally(() => writer.close().catch(() => undefined))
  return readable
}
