const LENGTH = 100_000

/** Texts that make careless programs slow or wrong, a hundred thousand characters or more each. */
export function hostileTexts(): { what: string; text: string }[] {
  const times = (unit: string) => unit.repeat(LENGTH / unit.length)
  const lines = (count: number, line: (i: number) => string) =>
    Array.from({ length: count }, (_, i) => line(i)).join('\n')
  return [
    { what: 'one letter', text: 'a'.repeat(1_000_000) },
    { what: 'one long line of words', text: times('a ') },
    { what: 'one long list', text: times('a, ') },
    { what: 'quotes', text: times('"') },
    { what: 'brackets', text: times('{}') },
    { what: 'empty lines', text: '\n'.repeat(200_000) },
    { what: 'blank lines', text: times(' '.repeat(199) + '\n') },
    { what: 'lines of one letter', text: times('a\n') },
    {
      what: 'a Fibonacci string by lines',
      text: fibonacci(LENGTH / 4)
        .split('')
        .join('\n'),
    },
    { what: 'a staircase', text: lines(600, (i) => ' '.repeat(i) + 'x') },
    { what: 'beginnings that grow', text: lines(1000, (i) => 'a/'.repeat(i % 200) + 'x') },
    { what: 'words in every order', text: lines(6_000, (i) => `w${i % 7} w${i % 11} w${i % 13}`) },
    { what: 'padding in every width', text: lines(6000, (i) => `n${' '.repeat(i % 50)}${i}`) },
    { what: 'marks', text: times('$a=1\n---\n~log $a={}: x\n$>P\n$3*$a\n') },
    { what: 'lone surrogates', text: times('\ud800 a 1\n') + '\udc00' },
    { what: 'zero bytes', text: times('\0 x 1\n\0 y 2\n') },
  ]
}

function fibonacci(length: number): string {
  let [a, b] = ['a', 'ab']
  while (b.length < length) [a, b] = [b, b + a]
  return b.slice(0, length)
}
