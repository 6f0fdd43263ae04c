import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

// A model API that answers at once, in a process of its own: what is measured then is the way there and back.

const WHOLE = JSON.stringify({
  id: 'chatcmpl-1',
  object: 'chat.completion',
  model: 'gpt-4o',
  choices: [
    {
      index: 0,
      message: { role: 'assistant', content: 'Two of them wait.' },
      finish_reason: 'stop',
    },
  ],
  usage: { prompt_tokens: 500, completion_tokens: 5, total_tokens: 505 },
})

const DELTAS = ['Two ', 'of ', 'them ', 'wait.'].map((content) => ({
  id: 'chatcmpl-1',
  object: 'chat.completion.chunk',
  choices: [{ index: 0, delta: { content }, finish_reason: null }],
}))
const EVENTS = `${DELTAS.map((delta) => `data: ${JSON.stringify(delta)}\n\n`).join('')}data: [DONE]\n\n`

const server = createServer((request, response) => {
  let isStream = false
  request.on('data', (chunk: Buffer) => {
    isStream ||= chunk.includes('"stream":true')
  })
  request.on('end', () => {
    const type = isStream ? 'text/event-stream' : 'application/json'
    response.writeHead(200, { 'content-type': type })
    response.end(isStream ? EVENTS : WHOLE)
  })
})
server.keepAliveTimeout = 120_000
server.listen(0, '127.0.0.1', () => {
  console.log(`listening on http://127.0.0.1:${(server.address() as AddressInfo).port}`)
})
