import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'

const BUILT = join(import.meta.dirname, '../dist/main.mjs')

const children: ChildProcess[] = []

interface Started {
  readonly child: ChildProcess
  /** Standard output so far. */
  output(): string
  readonly exit: Promise<number | null>
}

function start(variables: Record<string, string>): Started {
  const { NODE_OPTIONS: _options, ...env } = process.env
  const child = spawn(process.execPath, [BUILT], { env: { ...env, PITH_PORT: '0', ...variables } })
  children.push(child)
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (data: Buffer) => {
      output += data.toString()
    })
  }
  const exit = new Promise<number | null>((resolve) => child.on('exit', resolve))
  return { child, output: () => output, exit }
}

async function addressOf({ output }: Started): Promise<string> {
  await expect.poll(output, { timeout: 30_000 }).toMatch(/http:\/\/127\.0\.0\.1:\d+\/v1/)
  return /http:\/\/127\.0\.0\.1:\d+/.exec(output())?.[0] ?? ''
}

function stream(address: string): Promise<Response> {
  return fetch(`${address}/v1/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"stream":true,"messages":[{"role":"user","content":"hi"}]}',
  })
}

afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
})

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
