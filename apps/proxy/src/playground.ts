import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { serveStatic } from '@hono/node-server/serve-static'
import type { Hono } from 'hono'

/** Serves the built playground at `/`, or says there how to build it. */
export function servePlayground(app: Hono, folder: string): void {
  if (!existsSync(join(folder, 'index.html'))) {
    app.get('/', (context) =>
      context.text('Pith proxy. The playground is not built: run `npm run build`.\n'),
    )
    return
  }
  const files = serveStatic({ root: folder })
  app.get('/', files)
  app.get('/assets/*', files)
  app.get('/favicon.svg', files)
}
