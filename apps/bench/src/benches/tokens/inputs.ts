import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** A text to encode. */
export interface Input {
  readonly name: string
  readonly text: string
  /** A piece that no pattern splits, of a length at which quadratic tokenizers take minutes. */
  readonly isEndless: boolean
}

const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
const HAN = '的一是不了人我在有他这为之大来以个中上们到说国和地也子时道出而要于就下得可你年生'
const EMOJI = '😀😂🎉🚀👍🔥✨🤖💡📦'
const MEGABYTE = 1_000_000

/** Fixtures of the repository and texts made here; nothing from a corpus. */
export function createInputs(folder: string): readonly Input[] {
  const fixture = (name: string): string => readFileSync(join(folder, name), 'utf8')
  const sentences = Array.from(draw(HAN, 40_000)).map((han, at) => (at % 17 === 16 ? '。' : han))
  return [
    input('prose', fixture('prose.md')),
    input('code', fixture('source.ts.txt')),
    input('JSON', fixture('api-response.json')),
    input('log', fixture('app.log')),
    input('CJK with punctuation', sentences.join('')),
    input('CJK, one run of 1,000', draw(HAN, 1000)),
    input('emoji, in fours', draw(EMOJI, 8000).replace(/.{4}/gu, '$& ')),
    input('base64', draw(BASE64, 100_000)),
    input('one letter, 2 KB', 'a'.repeat(2000)),
    endless('1 MB of one letter', 'a'.repeat(MEGABYTE)),
    endless('1 MB of spaces', ' '.repeat(MEGABYTE)),
    input('1 MB of base64', draw(BASE64, MEGABYTE)),
    endless('1 MB of unbroken CJK', draw(HAN, MEGABYTE / 3)),
  ]
}

function input(name: string, text: string): Input {
  return { name, text, isEndless: false }
}

function endless(name: string, text: string): Input {
  return { name, text, isEndless: true }
}

/** Characters of an alphabet from a fixed linear congruential sequence. */
function draw(alphabet: string, length: number): string {
  const characters = Array.from(alphabet)
  let seed = 1
  let text = ''
  for (let index = 0; index < length; index += 1) {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0
    text += characters[(seed >>> 8) % characters.length]
  }
  return text
}
