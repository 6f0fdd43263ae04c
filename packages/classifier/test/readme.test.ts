import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { createKeepClassifier } from '../src/index.ts'

it('prints what the example in the README says', async () => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')
  const [, code] = /```js\n([\s\S]+?)```/.exec(readme)!
  const lines = code!.split('\n').filter((line) => !line.startsWith('import '))
  const expected = lines.flatMap((line) => / \/\/ (.+)$/.exec(line)?.[1] ?? [])
  const printed: string[] = []
  const log = (...values: unknown[]): void => void printed.push(values.join(' '))
  const known = { createKeepClassifier, console: { log } }
  const AsyncFunction = (async () => {}).constructor as new (
    ...parameters: string[]
  ) => (...values: unknown[]) => Promise<void>
  const run = new AsyncFunction(...Object.keys(known), lines.join('\n'))
  await run(...Object.values(known))
  expect(printed).toEqual(expected)
})
