import type { Line } from '../line.ts'
import { formOfRules, type Probe } from '../probe.ts'

/** Sentences, in long lines or wrapped at a width, and letters with their headers. */
export const proseProbe: Probe = {
  kind: 'prose',
  forms: [
    { name: 'sentences', score: (_, { prose }) => prose },
    formOfRules(
      'letters',
      [
        [
          /^(?:From|To|Cc|Bcc|Subject|Date|Sent|Message-I[dD]|Received|Return-Path|Deliver(?:ed|y)-\w+|MIME-Version|Mime-Version|Content-[\w-]+|X-[\w-]+|Reply-To|Sender|List-[\w-]+|References|In-Reply-To|Precedence|Errors-To|User-Agent|Old-Return-Path|Status): /,
          4,
        ],
        [/^\s+(?:by|for|with|id|from|via|boundary=|\() ?\S/, 1.5],
        [/^From \S+@\S+ +[A-Z][a-z]{2} /, 6],
        [/^(?:On .* wrote:|-{3,} ?Original Message ?-{3,})$/, 5],
        [/^> ?\S/, 1],
        [/^-- $/, 2],
      ],
      (_, { prose }) => prose - 0.3,
    ),
  ],
}

const OTHER_KINDS = /^(?:#{1,6} |[-*+] |>|\||\/\/|\/\*|```|\d{1,3}[.)] |<\/?[a-z]|.*\s\/\/ )/
const SENTENCE_END = /[.!?…。！？]["')\]”’]{0,2}$/
const LONG_LINE = 240
const SHORT_LINE = 20

/** Points of a line as prose, given those of its words. */
export function scoreProse(line: Line, words: number): number {
  if (OTHER_KINDS.test(line.body)) return -1.5
  return words + (line.indent > 3 ? -0.8 : 0)
}

/** Points for the words alone, whatever mark stands before them. */
export function scoreWords(line: Line): number {
  const { words, plainWords, numbers } = line
  if (words === 0) return -1.5
  const share = (plainWords + numbers * 0.6) / words
  if (words < 3) return scoreFewWords(line, share)
  const end = endsSentence(line) ? 0.5 : 0
  if (words < 6) return end + (share >= 0.99 ? 0.5 : share > 0.6 ? -0.2 : -1.4)
  if (share < 0.5) return -2
  return end + (share >= 0.82 ? 1.8 : share >= 0.66 ? 0.9 : -0.3)
}

/** One or two words: a long one in a script without blanks is a sentence. */
function scoreFewWords({ letters, length }: Line, share: number): number {
  if (length > SHORT_LINE && letters > length * 0.8) return 1
  return share === 1 ? -0.2 : -1.2
}

function endsSentence({ text, length }: Line): boolean {
  return SENTENCE_END.test(text) || (length > LONG_LINE && /[.!?]/.test(text))
}
