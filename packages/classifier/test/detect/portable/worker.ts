import { detectAll } from './detect-all.ts'

// biome-ignore lint/style/noDefaultExport: a Worker is the default export of its module
export default {
  async fetch(request: Request): Promise<Response> {
    return Response.json(detectAll(await request.json()))
  },
}
