import { it } from 'vitest'
import { createNodeCodecs } from '../src/node.ts'
import { checkMutations } from './contract/mutations.ts'

it('opens none of 200,000 mutated containers as another text', async () => {
  await checkMutations(createNodeCodecs(), 200_000)
})
