import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { existsSync, mkdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Something that answers chat requests on loopback. */
export interface Target {
  readonly name: string
  readonly origin: string
  readonly headers: Readonly<Record<string, string>>
  /** Whether it can stream: not all can. */
  readonly streams: boolean
}

/** Targets and the processes behind them. */
export interface Targets {
  readonly direct: Target
  readonly bare: Target
  readonly pith: Target
  readonly portkey: Target | undefined
  close(): void
}

const PORTKEY = '@portkey-ai/gateway@1.15.2'
const JSON_HEADERS = { 'content-type': 'application/json', authorization: 'Bearer sk-bench' }

/** Starts the model and every gateway before it, each in a process of its own. */
export async function startTargets(root: string, log: (line: string) => void): Promise<Targets> {
  const children: ChildProcess[] = []
  const start = async (
    file: string,
    input: readonly string[],
    env: Record<string, string> = {},
  ): Promise<string> => {
    const child = spawn(process.execPath, [file, ...input], {
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    children.push(child)
    return addressOf(child, file)
  }
  const model = await start(join(import.meta.dirname, 'fake-model.mjs'), [])
  const bare = await start(join(import.meta.dirname, 'bare-gateway.mjs'), [model])
  const pith = await start(join(root, 'apps/proxy/dist/main.mjs'), [], {
    PITH_PORT: '0',
    PITH_LOG: 'silent',
    PITH_UPSTREAM_OPENAI: `${model}/v1`,
  })
  const target = (name: string, origin: string): Target => ({
    name,
    origin,
    headers: JSON_HEADERS,
    streams: true,
  })
  const portkey = await startPortkey(model, children, log)
  return {
    direct: target('direct', model),
    bare: target('bare Hono, undici pool', bare),
    pith: target('Pith', pith),
    portkey,
    close: () => {
      for (const child of children) child.kill('SIGKILL')
    },
  }
}

/** Only where `PITH_BENCH_PEERS=1` asks for it: installs Portkey from npm beside the repository, once. */
async function startPortkey(
  model: string,
  children: ChildProcess[],
  log: (line: string) => void,
): Promise<Target | undefined> {
  if (process.env.PITH_BENCH_PEERS !== '1') return undefined
  const folder = join(tmpdir(), 'pith-bench-portkey')
  const file = join(folder, 'node_modules/@portkey-ai/gateway/build/start-server.js')
  if (!existsSync(file)) {
    log(`installing ${PORTKEY}`)
    mkdirSync(folder, { recursive: true })
    const options = ['--no-audit', '--no-fund', '--ignore-scripts', '--loglevel=error']
    execFileSync('npm', ['install', '--prefix', folder, ...options, PORTKEY], { stdio: 'ignore' })
  }
  const port = 20_000 + (process.pid % 20_000)
  children.push(
    spawn(process.execPath, [file, '--headless', `--port=${port}`], {
      cwd: folder,
      stdio: 'ignore',
    }),
  )
  const origin = `http://127.0.0.1:${port}`
  await waitFor(origin)
  return {
    name: 'Portkey 1.15.2',
    origin,
    headers: {
      ...JSON_HEADERS,
      'x-portkey-provider': 'openai',
      'x-portkey-custom-host': `${model}/v1`,
    },
    streams: false,
  }
}

function addressOf(child: ChildProcess, file: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = ''
    child.stdout?.on('data', (chunk: Buffer) => {
      text += chunk
      const found = /http:\/\/127\.0\.0\.1:\d+/.exec(text)?.[0]
      if (found !== undefined) resolve(found)
    })
    child.once('exit', (code) => reject(new Error(`${file} ended with ${code}; build it first`)))
  })
}

async function waitFor(origin: string): Promise<void> {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const isUp = await fetch(origin).then(
      () => true,
      () => false,
    )
    if (isUp) return
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  throw new Error(`nothing answers at ${origin}`)
}
