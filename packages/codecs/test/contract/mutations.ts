import fc from 'fast-check'
import { expect } from 'vitest'
import { CODECS, type Codecs } from '../../src/index.ts'

const TEXT = 'Summarise the following meeting notes in three bullet points. '.repeat(3)
const NOISE = Uint8Array.from({ length: 400 }, (_, index) => (index * index * 31 + index) & 255)

/** One container per codec and kind of content. */
export async function sealedOfEveryKind(codecs: Codecs): Promise<readonly Sealed[]> {
  const contents = [TEXT, `\udc00${TEXT}`, NOISE]
  const jobs = CODECS.flatMap(({ name }) =>
    contents.map(async (content) => ({
      content,
      container: await codecs.seal(content, { codec: name }),
    })),
  )
  return Promise.all(jobs)
}

/** A container and what is in it. */
export interface Sealed {
  readonly content: string | Uint8Array
  readonly container: Uint8Array
}

/** Changes and cuts bytes of whole containers: an error that says so, or (spare bits in a payload) the same content. */
export async function checkMutations(codecs: Codecs, numRuns: number): Promise<void> {
  const sealed = await sealedOfEveryKind(codecs)
  await fc.assert(
    fc.asyncProperty(mutation(sealed.length), async ({ which, edits, cut }) => {
      const { container, content } = sealed[which] as Sealed
      const mutated = container.slice(0, container.length - cut)
      for (const { at, value } of edits) mutated[at % mutated.length] = value
      const result = await codecs.open(mutated, { maxBytes: 1 << 20 }).catch((error) => error)
      if (result instanceof Error) {
        expect(['ContainerError', 'MissingKnowledgeError']).toContain(result.name)
      } else {
        expect(result).toEqual(content)
      }
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
