import fc from 'fast-check'

/** What splits and merges trip over: contractions, marks, separators, runs, scripts, astral letters, special-token text. */
const STRETCHES: readonly string[] = [
  "'s 'S 't 're 'RE 've 'm 'll 'lL 'd 'D 'ſ it's I'LL 'x ' ''",
  'A Ab aB ABc HTTPServer camelCase SCREAMING_CASE foo bar Hello tion the',
  '漢 漢字 ひらがな カタカナー 한국어 ไทย กำ हिन्दी العربية עברית Ελληνικά Кириллица ǅ ʰ ß ſ ı İ ŉ',
  '\u0301 a\u0301 \u200d 👩‍👩‍👧 😀 🇩🇪 ☃\uFE0F 𝐀 𐐀 𐐨 𠀀 \u{e0041} \u{10ffff} \ufffd',
  '1 12 123 1234 3.14 ² Ⅷ ½ ٣ 𝟘',
  '! !! -- /* */ // /// :: => ( ) {} [] "," _ __ $ € … — « “',
  '<|endoftext|> <|im_start|> <|fim_prefix|> <|endofprompt|>',
].flatMap((line) => line.split(' '))

const SPACES: readonly string[] = [
  ...[' ', '  ', '   ', '\t', '\n', '\n\n', '\r\n', '\r', ' \n', '\n ', '\u00a0', '\u0085'],
  ...['\u2028', '\u3000', '\ufeff', '\u180e', '\u200b', '\v', '\f', '\0', '\x1f', '\x7f'],
]

const stretch: fc.Arbitrary<string> = fc.oneof(
  { arbitrary: fc.constantFrom(...STRETCHES), weight: 5 },
  { arbitrary: fc.constantFrom(...SPACES), weight: 4 },
  { arbitrary: fc.string({ unit: 'binary', maxLength: 6 }), weight: 2 },
  { arbitrary: fc.string({ unit: 'grapheme', maxLength: 6 }), weight: 1 },
  { arbitrary: fc.string({ unit: 'binary-ascii', maxLength: 12 }), weight: 2 },
)

const run: fc.Arbitrary<string> = fc
  .tuple(fc.oneof(stretch, fc.constantFrom('漢', 'a', 'A', '=', '\ufeff')), fc.nat(120))
  .map(([text, times]) => Array.from(text.repeat(times)).slice(0, 400).join(''))

/** Well-formed texts over all planes, of at most some 2 KB, since tiktoken is quadratic. */
export const anyText: fc.Arbitrary<string> = fc
  .array(fc.oneof({ arbitrary: stretch, weight: 8 }, { arbitrary: run, weight: 1 }), {
    maxLength: 24,
  })
  .map((stretches) => stretches.join(''))
