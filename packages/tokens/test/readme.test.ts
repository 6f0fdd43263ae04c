import { join } from 'node:path'
import { expect, it } from 'vitest'
import { runReadmeExample } from '../../../test/harness/readme-example.ts'

it('prints what the example in the README says', () => {
  const { printed, promised } = runReadmeExample(join(import.meta.dirname, '..'))
  expect(printed).toBe(promised)
})
