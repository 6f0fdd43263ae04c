import { requireAdmin } from '../credentials/guard.ts'
import type { ProxySettings } from '../options.ts'
import { WIRE_ERRORS, WireFailure } from '../wire/wire-error.ts'
import { respondFailure } from './respond-api.ts'

/** `GET /metrics`: for the operator's own machine and the holder of the admin token; 404 where nothing is counted. */
export async function handleMetrics(
  request: Request,
  env: unknown,
  settings: ProxySettings,
): Promise<Response> {
  try {
    await requireAdmin(request, env, settings)
    const { metrics } = settings
    if (metrics === undefined) throw new WireFailure(WIRE_ERRORS.notFound('/metrics'))
    const headers = { 'content-type': metrics.contentType, 'cache-control': 'no-store' }
    return new Response(await metrics.render(), { headers })
  } catch (error) {
    return respondFailure(error)
  }
}
