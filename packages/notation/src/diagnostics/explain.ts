/** A form of short lines: how it looks behind the sign, and what the first line of the text says of it. */
interface Form {
  readonly pattern: RegExp
  /** With a listing, without one, or both. */
  readonly listed: boolean | undefined
  readonly sentence: string
}

/** In the order in which they are said. `@`, `«»` and `‹›` stand for the signs of the text. */
const FORMS: readonly Form[] = [
  {
    pattern: /^/,
    listed: true,
    sentence: 'source lines stand first; @4 frames line 4, marked',
  },
  { pattern: /^[^[|~=+-]*\d:\d/, listed: true, sentence: '@4:5-9 marks columns 5-9' },
  { pattern: /^\d[^ ]* -\d+\+\d/, listed: true, sentence: '-1+2 is 1 line before and 2 after' },
  {
    pattern: /^[^[|~=+-]*\d (?!-\d+\+\d)[^«]+$/,
    listed: true,
    sentence: '@4 L puts L at the mark',
  },
  { pattern: /^\d+ .*«/, listed: undefined, sentence: '@4 a «b» frames line 4, b marked' },
  { pattern: /^\d+ .*‹/, listed: undefined, sentence: '‹c› is marked too' },
  { pattern: /^~(?!\d)/, listed: undefined, sentence: '@~ T puts T for what is marked' },
  { pattern: /^~\d/, listed: undefined, sentence: '@~4:5-9 T for columns 5-9' },
  { pattern: /^-/, listed: undefined, sentence: '@-4 takes line 4 out' },
  { pattern: /^\+/, listed: undefined, sentence: '@+ T adds T' },
  { pattern: /^=/, listed: undefined, sentence: '@=4-6 stay' },
  { pattern: /^\[/, listed: undefined, sentence: '@[4:7] frame at 4:7' },
  { pattern: /^:\d/, listed: undefined, sentence: '@:5-9 marks columns' },
  { pattern: /^: /, listed: undefined, sentence: '@: L labels a mark' },
  { pattern: /^\|/, listed: undefined, sentence: '@|X is row X of a frame' },
]

/** Says how the short lines of a text read, each form that is used once. */
export function explainFrames(short: readonly string[]): string[] {
  const sign = short[0]![0]!
  const brackets = /^\S+ (\S+)/.exec(short[0]!)![1]!
  const isListed = short[1]?.startsWith(sign + 'source') === true
  const body = short.slice(isListed ? short.indexOf(sign + '.') + 1 : 1)
  const texts = body.filter((line) => line.startsWith(sign)).map((line) => line.slice(1))
  const spell = (text: string) =>
    text.replace(/[@«»‹›]/g, (mark) =>
      mark === '@' ? sign : (brackets['«»‹›'.indexOf(mark)] ?? mark),
    )
  return FORMS.filter(({ pattern, listed }) => {
    const inText = new RegExp(spell(pattern.source))
    const isKnown = brackets.length > 2 || !pattern.source.includes('‹')
    return isKnown && (listed ?? isListed) === isListed && texts.some((text) => inText.test(text))
  }).map(({ sentence }) => spell(sentence))
}
