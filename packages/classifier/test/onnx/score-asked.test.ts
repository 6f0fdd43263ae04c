import { describe, expect, it } from 'vitest'
import { detect } from '../../src/detect/detect.ts'
import { createWordpiece } from '../../src/encoder/wordpiece.ts'
import { readLinearModel } from '../../src/linear/linear-model.ts'
import { scoreLinear } from '../../src/linear/score-linear.ts'
import { shippedWeights } from '../../src/linear/shipped-weights.ts'
import type { SentenceModel } from '../../src/onnx/model.ts'
import { parseSentenceManifest } from '../../src/onnx/model-manifest.ts'
import { once } from '../../src/onnx/once.ts'
import { scoreAskedWithModel } from '../../src/onnx/score-asked.ts'
import { bagOfPieces } from '../similarity/bag-of-pieces.ts'
import { tinySentenceModel } from './tiny-model.ts'

const { manifest, vocabulary } = tinySentenceModel()
const SIMILAR = 8
const PROSE = [
  'The bridge was opened in 1932.',
  'Masons from the valley laid its stones.',
  'It is said to be long.',
  'Boats pass below it.',
].join(' ')
/** Shares letters with the second sentence and no word, so that the linear model does not see it. */
const QUESTION = 'stonemasons valleys laids?'

async function modelOf(change: Partial<SentenceModel> = {}): Promise<SentenceModel> {
  const parsed = parseSentenceManifest(manifest)
  const weights = parsed.similarity.weights.map((weight, i) => (i === 1 ? SIMILAR : weight))
  return {
    manifest: { ...parsed, similarity: { bias: 0, weights } },
    wordpiece: createWordpiece(vocabulary),
    linear: readLinearModel(await shippedWeights()),
    embed: async (batch) => bagOfPieces(batch),
    ...change,
  }
}

async function scoresOf(
  text: string,
  query: string,
  model: SentenceModel,
  proceed: () => void = () => {},
) {
  const asked = { rate: 0.3, query, detection: detect(text), family: 'natural' } as const
  return await scoreAskedWithModel(text, asked, 'test', model, proceed)
}

async function alone(text: string, query: string) {
  return scoreLinear(text, { rate: 0.3, query }, readLinearModel(await shippedWeights()))
}

describe('scoreAskedWithModel', () => {
  it('raises the words of sentences that are like the question against those that are not', async () => {
    const model = await modelOf()
    const stone = model.wordpiece
      .piecesOf('stone')
      .map(({ id }) => id)
      .join()
    const embed: SentenceModel['embed'] = async ({ ids, rows, length }) =>
      Array.from({ length: rows }, (_, row) =>
        ids
          .subarray(row * length, (row + 1) * length)
          .join()
          .includes(stone)
          ? [1, 0]
          : [0, 1],
      )
    const scores = await scoresOf(PROSE, QUESTION, { ...model, embed })
    const before = await alone(PROSE, QUESTION)
    expect(scores).toMatchObject({ backend: 'test compact-asked', combine: 'cover', notes: [] })
    const gainOf = (word: string) => {
      const at = PROSE.indexOf(word)
      const score = (words: typeof scores.words) => words.find(({ start }) => start === at)!.score
      return score(scores.words) / score(before.words)
    }
    for (const word of ['bridge', 'long', 'Boats'])
      expect(gainOf('stones')).toBeGreaterThan(gainOf(word))
  })

  it('is asked before each batch whether there is time, and ends where there is none', async () => {
    const long = Array.from(
      { length: 90 },
      (_, i) => `Stone number ${i} of the bridge came by boat.`,
    )
    const text = long.join(' ')
    let asked = 0
    let embedded = 0
    const model = await modelOf({
      embed: async (batch) => {
        embedded += 1
        return bagOfPieces(batch)
      },
    })
    await scoresOf(text, QUESTION, model, () => {
      asked += 1
    })
    expect(embedded).toBeGreaterThan(3)
    expect(asked).toBe(embedded)
    const over = scoresOf(text, QUESTION, model, () => {
      throw new Error('the deadline is over')
    })
    await expect(over).rejects.toThrow('the deadline is over')
  })

  it.each([
    [
      'a long talk',
      Array.from({ length: 230 }, (_, i) => `Ann: we spoke of item ${i}.`).join('\n'),
      'item 7',
      /talk/,
    ],
    ['a question of other letters', PROSE, 'Кто построил мост?', /question/],
    ['a question without a word', PROSE, '?!', /question/],
  ])('leaves %s to the linear model, and says so', async (_, text, query, note) => {
    const model = await modelOf({ embed: () => expect.unreachable() })
    const scores = await scoresOf(text, query, model)
    expect(scores.notes).toEqual([expect.stringMatching(note)])
    const { combine, words } = await alone(text, query)
    expect(scores).toMatchObject({ combine, words })
  })

  it.each([
    ['another script', '今日は晴れです。明日は雨でしょう。', /Latin/],
    ['words that the vocabulary lacks', 'ƕƿƣ ƣƕƿ ƿƣƕ ƕƕƣ. Ƕƿƣ ƣƕƿ.', /lacks \d+ % of the words/],
  ])('refuses a text of %s', async (_, text, reason) => {
    await expect(scoresOf(text, QUESTION, await modelOf())).rejects.toThrow(reason)
  })

  it.each(['', ' \n\t ', '\ud800 alone. \udc00', 'a '.repeat(150_000), 'one\r\ntwo.\r\n'])(
    'reads a text that is none, or odd',
    async (text) => {
      const { words } = await scoresOf(text, QUESTION, await modelOf())
      expect(words.every(({ score }) => Number.isFinite(score))).toBe(true)
    },
  )
})

describe('once', () => {
  it('asks once for each argument, whatever becomes of it', async () => {
    const asked: string[] = []
    const get = once(async (name: string) => {
      asked.push(name)
      if (name === 'bad') throw new Error('is not there')
      return name.length
    })
    expect(await Promise.all([get('one'), get('three'), get('one')])).toEqual([3, 5, 3])
    await expect(get('bad')).rejects.toThrow('is not there')
    await expect(get('bad')).rejects.toThrow('is not there')
    expect(asked).toEqual(['one', 'three', 'bad'])
  })
})
