import fc from 'fast-check'

/** Texts that break careless codecs; every codec has to give each back, code unit for code unit. */
export const TEXTS: Readonly<Record<string, string>> = {
  empty: '',
  single: 'a',
  unicode: '你好世界 🌍 مرحبا',
  'ids above 65535': 'Hello '.repeat(1000) + '世界 🌍 مرحبا '.repeat(100),
  special: 'before <|endoftext|> after <|im_start|>',
  'byte order mark': '\ufeffafter a mark\ufeff',
  'lone high surrogate': '\ud800abc',
  'lone low surrogate': 'abc\udc00',
  'surrogates in the wrong order': '\udc00\ud800\ud800\udc00',
  'line ends': 'a\r\nb\rc\n\u2028\0\u0001',
  run: ' '.repeat(70_000),
  'more than a frame': 'one line of a log that is long enough, '.repeat(7000),
}

/** Any string at all, lone surrogates included. */
export const anyString: fc.Arbitrary<string> = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: 'grapheme' }),
  fc.array(fc.nat(0xffff), { maxLength: 60 }).map((units) => String.fromCharCode(...units)),
  fc
    .array(fc.constantFrom('the ', 'user', '{"id":', '\n', '你好', '42,'), { maxLength: 400 })
    .map((words) => words.join('')),
)

/** Any bytes, repetitive ones too. */
export const anyBytes: fc.Arbitrary<Uint8Array> = fc.oneof(
  fc.uint8Array({ maxLength: 300 }),
  fc
    .tuple(fc.uint8Array({ minLength: 1, maxLength: 20 }), fc.nat(200))
    .map(([piece, times]) => new Uint8Array(Buffer.concat(Array(times).fill(piece)))),
)
