import { OpenAPIHono, type z } from '@hono/zod-openapi'
import { CompareRequest } from '../compare/compare-request.ts'
import {
  ApiError,
  BatchRequest,
  BatchResult,
  ChatRequest,
  CompressResult,
  TextRequest,
} from './compress-schemas.ts'

let document: object | undefined

/** The OpenAPI 3.1 description of the proxy's own JSON routes, generated from the schemas that check them. */
export function openapiDocument(): object {
  document ??= describe()
  return document
}

function describe(): object {
  const app = new OpenAPIHono()
  const { openAPIRegistry: registry } = app
  const errors = (...statuses: number[]) =>
    Object.fromEntries(statuses.map((status) => [status, content(ApiError, 'What was wrong.')]))
  registry.registerPath({
    method: 'post',
    path: '/api/compress',
    summary: 'A dry run over a text, a chat request or a batch of texts.',
    request: { body: { content: json(TextRequest.or(ChatRequest).or(BatchRequest)) } },
    responses: {
      200: content(CompressResult.or(BatchResult), 'What it saves.'),
      ...errors(400, 413, 415),
    },
  })
  registry.registerPath({
    method: 'post',
    path: '/api/compare',
    summary: 'One request, as it is and compressed, streamed side by side.',
    request: { body: { content: json(CompareRequest) } },
    responses: {
      200: {
        description:
          'Events: dict_info, compression_info, direct_token, compact_token, direct_done, compact_done, ' +
          'dict_stats, quality, output_guard, stream_end.',
        content: { 'text/event-stream': { schema: { type: 'string' } } },
      },
      ...errors(400, 401, 413, 415),
    },
  })
  for (const [path, summary] of GETS) {
    registry.registerPath({
      method: 'get',
      path,
      summary,
      responses: {
        200: {
          description: summary,
          content: { 'application/json': { schema: { type: 'object' } } },
        },
      },
    })
  }
  const info = { title: 'Pith proxy', version: '0.0.0' }
  return app.getOpenAPI31Document({ openapi: '3.1.0', info })
}

const GETS = [
  ['/api/config', 'Models, presets, strategies, modes, defaults and limits.'],
  ['/api/health', 'Whether the proxy and its compressor work.'],
] as const

function json(schema: z.ZodType) {
  return { 'application/json': { schema } }
}

function content(schema: z.ZodType, description: string) {
  return { description, content: json(schema) }
}
