import { existsSync } from 'node:fs'
import { connect } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { addressOf, BUILT, killBuilt, startBuilt as start } from './start-built.ts'

function stream(address: string): Promise<Response> {
  return fetch(`${address}/v1/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"stream":true,"messages":[{"role":"user","content":"hi"}]}',
  })
}

afterEach(killBuilt)

describe.runIf(existsSync(BUILT))('the built server, with plain node', () => {
  it('test 49: ends its streams after SIGTERM, takes no new connection and exits with 0', async () => {
    const started = start({})
    const address = await addressOf(started)
    const response = await stream(address)
    started.child.kill('SIGTERM')
    expect(await response.text()).toMatch(/data: \[DONE\]\n\n$/)
    await expect(fetch(`${address}/livez`)).rejects.toThrow()
    expect(await started.exit).toBe(0)
  })

  it('test 49: with fifty streams open, says at once that it is not ready, and ends them all', async () => {
    const started = start({})
    const address = await addressOf(started)
    const streams = await Promise.all(Array.from({ length: 50 }, () => stream(address)))
    // A connection that is amid a request stays: over it a probe still learns how things are.
    const { hostname, port } = new URL(address)
    const probe = connect(Number(port), hostname)
    probe.write('GET /readyz HTTP/1.1\r\nHost: localhost\r\n')
    await new Promise((resolve) => setTimeout(resolve, 50))
    started.child.kill('SIGTERM')
    await expect
      .poll(() =>
        fetch(`${address}/livez`).then(
          () => 'open',
          () => 'refused',
        ),
      )
      .toBe('refused')
    const answer = new Promise<string>((resolve) =>
      probe.once('data', (data) => resolve(`${data}`)),
    )
    probe.write('\r\n')
    expect(await answer).toMatch(/^HTTP\/1\.1 503 [\s\S]*draining/)
    for (const response of streams) expect(await response.text()).toMatch(/data: \[DONE\]\n\n$/)
    expect(await started.exit).toBe(0)
  })

  it('test 49: exits at once after a second SIGTERM', async () => {
    const started = start({})
    await stream(await addressOf(started))
    started.child.kill('SIGTERM')
    await new Promise((resolve) => setTimeout(resolve, 50))
    started.child.kill('SIGTERM')
    expect(await started.exit).toBe(0)
  })

  it('compresses on its threads', async () => {
    const address = await addressOf(start({}))
    const text = JSON.stringify({ rows: Array.from({ length: 60 }, (_, id) => ({ id })) }, null, 2)
    const response = await fetch(`${address}/api/compress`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ text }),
    })
    expect(await response.json()).toMatchObject({ fidelity: 'exact' })
  })

  it('refuses a bad environment in one line and exits with 1', async () => {
    const started = start({ PITH_PORT: 'eighty' })
    expect(await started.exit).toBe(1)
    expect(started.output()).toBe(
      'PITH_PORT: must be a whole number from 0 to 65535, not "eighty"\n',
    )
  })
})
