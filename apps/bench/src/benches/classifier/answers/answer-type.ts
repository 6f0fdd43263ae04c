const MONTHS =
  'january|february|march|april|may|june|july|august|september|october|november|december'
const NUMBERS = 'two|three|four|five|six|seven|eight|nine|ten|hundred|thousand|million'

const TYPES: readonly { readonly question: RegExp; readonly answer: RegExp }[] = [
  {
    question: /\b(?:when|year|date)\b/i,
    answer: new RegExp(`\\b(?:1\\d{3}|20\\d\\d|${MONTHS})\\b`, 'i'),
  },
  {
    question: /\bhow (?:many|much|long|old|far|tall|big|large)\b|\bwhat (?:percent|number)/i,
    answer: new RegExp(`\\d|\\b(?:${NUMBERS})\\b`, 'i'),
  },
  { question: /\b(?:who|whose|where|which)\b/i, answer: /\w [A-Z]\w/ },
]

/** Whether a text holds what a question asks for by its form: a date, a number, a name. False for any text where it shows none. */
export function answerTypeOf(question: string): (text: string) => boolean {
  const type = TYPES.find((candidate) => candidate.question.test(question))
  return (text) => type?.answer.test(text) ?? false
}
