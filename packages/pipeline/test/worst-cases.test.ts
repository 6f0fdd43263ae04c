import { loadTokenizer } from '@x/tokens'
import { describe, expect, it } from 'vitest'
import { readRequest } from '../src/dialects.ts'
import { createPipeline, restoreTranscript } from '../src/index.ts'

const tokenizer = await loadTokenizer('o200k_base')
const LENGTH = 50_000

function fibonacci(length: number): string {
  let [a, b] = ['a', 'ab']
  while (b.length < length) [a, b] = [b, b + a]
  return b.slice(0, length)
}

function base64(length: number): string {
  const bytes = new Uint8Array(length)
  let state = 1
  for (let at = 0; at < length; at += 1) {
    state = Math.imul(state, 48_271) % 0x7fffffff
    bytes[at] = state
  }
  return Buffer.from(bytes).toString('base64').slice(0, length)
}

const functions = Array.from(
  { length: LENGTH / 40 },
  (_, at) => `function f${at % 97}(a,b){return a+b*${at}}`,
)

/** Bounds of time are those of the runner (a minute a test): nothing here may hang, on any machine. */
describe('the worst texts', () => {
  it.each([
    ['one letter', 'a'.repeat(LENGTH)],
    ['a Fibonacci word', fibonacci(LENGTH)],
    ['base64', base64(LENGTH)],
    ['minified code', functions.join(';')],
    ['one line again and again', 'the same line of text\n'.repeat(LENGTH / 22)],
    ['two lines in turn', 'a b\nb a\n'.repeat(LENGTH / 8)],
    ['spaces', ' '.repeat(LENGTH)],
    ['line feeds', '\n'.repeat(LENGTH)],
    ['20,000 deep JSON', '['.repeat(20_000) + ']'.repeat(20_000)],
    ['an object of 3,000 keys', `{${Array.from({ length: 3000 }, (_, at) => `"k${at}":${at}`)}}`],
    ['marks', '[a=read#1 lines 1-2]\n[a]\n'.repeat(LENGTH / 26)],
    ['aliases', '$a [$b=c] '.repeat(LENGTH / 10)],
    ['NUL', '\0'.repeat(LENGTH)],
  ])('of %s are done in bounded time, three times over, and restored', (_, text) => {
    const contents = [text, `${text} `, `x${text}`]
    const messages = contents.map((content) => ({ role: 'user', content }))
    const request = readRequest(JSON.stringify({ messages }))!
    const result = createPipeline({ tokenizer, policy: { mode: 'strict' } }).run(request.transcript)
    expect(result.tokensAfter).toBeLessThanOrEqual(result.tokensBefore)
    expect(restoreTranscript(result.parts).parts.map((part) => part.text)).toEqual(contents)
  })

  it('a conversation of 5,000 messages is linear work', () => {
    const messages = Array.from({ length: 5000 }, (_, at) => ({
      role: 'user',
      content: `step ${at}`,
    }))
    const request = readRequest(JSON.stringify({ messages }))!
    const pipeline = createPipeline({ tokenizer, policy: { mode: 'strict' } })
    expect(pipeline.run(request.transcript).parts).toHaveLength(5000)
    expect(pipeline.run(structuredClone(request.transcript)).parts).toHaveLength(5000)
  })

  it('a body of 50 MB whose texts are small is read and left alone', () => {
    const body = JSON.stringify({
      messages: [{ role: 'user', content: 'hello' }],
      metadata: { blob: 'x'.repeat(50_000_000) },
    })
    const request = readRequest(body)!
    const result = createPipeline({ tokenizer }).run(request.transcript)
    expect(request.splice(result.parts).length).toBe(body.length)
  })
})
