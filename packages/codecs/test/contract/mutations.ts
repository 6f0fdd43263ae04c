import fc from 'fast-check'
import { expect } from 'vitest'
import { CODECS, type Codecs } from '../../src/index.ts'

const TEXT = 'Summarise the following meeting notes in three bullet points. '.repeat(3)
const NOISE = Uint8Array.from({ length: 400 }, (_, index) => (index * index * 31 + index) & 255)

/** One container per codec and kind of content. */
export async function sealedOfEveryKind(codecs: Codecs): Promise<readonly Uint8Array[]> {
  const contents = [TEXT, `\udc00${TEXT}`, NOISE]
  const jobs = CODECS.flatMap(({ name }) =>
    contents.map((content) => codecs.seal(content, { codec: name })),
  )
  return Promise.all(jobs)
}

/** Changes, cuts and zeroes bytes of whole containers: whatever opens is wrong. */
export async function checkMutations(codecs: Codecs, numRuns: number): Promise<void> {
  const sealed = await sealedOfEveryKind(codecs)
  await fc.assert(
    fc.asyncProperty(mutation(sealed.length), async ({ which, edits, cut }) => {
      const original = sealed[which] as Uint8Array
      const mutated = original.slice(0, original.length - cut)
      for (const { at, value } of edits) mutated[at % mutated.length] = value
      if (Buffer.compare(mutated, original) === 0) return
      const result = await codecs.open(mutated, { maxBytes: 1 << 20 }).catch((error) => error)
      expect(['ContainerError', 'MissingKnowledgeError']).toContain((result as Error).name)
    }),
    { numRuns },
  )
}

function mutation(count: number): fc.Arbitrary<Mutation> {
  return fc.record({
    which: fc.nat(count - 1),
    edits: fc.array(fc.record({ at: fc.nat(4000), value: fc.nat(255) }), { maxLength: 4 }),
    cut: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, fc.nat(40)),
  })
}

interface Mutation {
  readonly which: number
  readonly edits: readonly { readonly at: number; readonly value: number }[]
  readonly cut: number
}
