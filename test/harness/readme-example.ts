import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

const EXAMPLE = /```js\n(.*?)```/s
const COMMENT = /(?:^| )\/\/ (.+)$/gm

/** What the first example of a README prints, and what its comments say that it prints. */
export interface ReadmeExample {
  readonly printed: string
  readonly promised: string
}

/**
 * Runs the first `js` example of a package's README as a program of its own, on what was built, as whoever copies it would.
 * @throws {Error} where there is none, or it promises nothing, fails, or writes to standard error
 */
export function runReadmeExample(folder: string): ReadmeExample {
  const readme = readFileSync(join(folder, 'README.md'), 'utf8')
  const [, example = ''] = EXAMPLE.exec(readme) ?? []
  const promised = [...example.matchAll(COMMENT)].map(([, said]) => said).join('\n')
  const { status, stderr, stdout } = spawnSync(
    process.execPath,
    ['--input-type=module', '--eval', example],
    { cwd: folder, encoding: 'utf8' },
  )
  if (status !== 0 || stderr !== '' || promised === '') {
    throw new Error(
      `the example of ${folder}/README.md: status ${status}, ${stderr || 'no promise'}`,
    )
  }
  return { printed: stdout.trimEnd(), promised }
}
