import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'

const PACKAGE = join(import.meta.dirname, '..')

it('prints what the example in the README says it prints', () => {
  const readme = readFileSync(join(PACKAGE, 'README.md'), 'utf8')
  const [, example = ''] = /```js\n(.*?)```/s.exec(readme) ?? []
  const comments = [...example.matchAll(/\/\/ (.*)$/gm)].map((match) => match[1])
  const { status, stderr, stdout } = spawnSync(
    process.execPath,
    ['--input-type=module', '--eval', example],
    { cwd: PACKAGE, encoding: 'utf8' },
  )
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  expect(stdout.trimEnd().split('\n')).toEqual(comments)
  expect(comments.length).toBe(4)
})
