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

/** The same for frames of compilers. */
export function hostileFrames(): { what: string; text: string }[] {
  const lines = (count: number, line: (i: number) => string) =>
    Array.from({ length: count }, (_, i) => line(i)).join('\n')
  const marked = '  --> a.py:1:1\n   |\n 1 | x\n   | ^\n'
  return [
    { what: 'first lines of frames', text: lines(8000, (i) => `  --> a.py:${i}:1`) },
    { what: 'one frame of many rows', text: marked + lines(8000, (i) => ` ${i} | x${i % 3}`) },
    { what: 'rules', text: marked + '   |\n'.repeat(20_000) },
    { what: 'a fix of many lines', text: marked + '   |\n' + lines(8000, (i) => `   - x${i}`) },
    {
      what: 'numbers without frames',
      text: '      |  ^\n'.repeat(3) + lines(8000, (i) => `    ${i % 9} | x`),
    },
    {
      what: 'a long line in frames',
      text: lines(40, (i) => marked + `1 | ${'x'.repeat(4000)}${i}`),
    },
    { what: 'many files', text: lines(4000, (i) => marked.replace('a.py', `a${i}.py`)) },
    { what: 'marks in a row', text: lines(400, () => marked + `   | ${'^ '.repeat(200)}`) },
  ]
}

function fibonacci(length: number): string {
  let [a, b] = ['a', 'ab']
  while (b.length < length) [a, b] = [b, b + a]
  return b.slice(0, length)
}
