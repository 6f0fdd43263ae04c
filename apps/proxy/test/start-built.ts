import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import { expect } from 'vitest'

/** The server as it is shipped. */
export const BUILT: string = join(import.meta.dirname, '../dist/main.mjs')

const children: ChildProcess[] = []

/** A built server in a process of its own. */
export interface Started {
  readonly child: ChildProcess
  /** Standard output and error so far. */
  output(): string
  readonly exit: Promise<number | null>
}

/** Starts the built server with plain node, on any free port. */
export function startBuilt(variables: Record<string, string>): Started {
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

/** Where it serves, once it does. */
export async function addressOf({ output }: Started): Promise<string> {
  await expect.poll(output, { timeout: 30_000 }).toMatch(/http:\/\/127\.0\.0\.1:\d+\/v1/)
  return /http:\/\/127\.0\.0\.1:\d+/.exec(output())?.[0] ?? ''
}

/** Ends every server that was started. */
export function killBuilt(): void {
  for (const child of children.splice(0)) child.kill('SIGKILL')
}
