import fc from 'fast-check'

const word = fc.constantFrom(
  'alpha',
  'beta',
  'gamma',
  'x',
  'GET',
  '/api/v1/items',
  'main',
  '',
  'é',
  '{}',
)
const number = fc.integer({ min: 0, max: 99_999 }).map(String)

/** Lines as programs write them: logs, traces, listings, tables; with values that look like marks. */
export const programLine: fc.Arbitrary<string> = fc.oneof(
  fc
    .tuple(fc.integer({ min: 0, max: 59 }), fc.constantFrom('INFO', 'WARN'), word, number)
    .map(([second, level, name, n]) => {
      const time = `2026-03-01T08:00:${String(second).padStart(2, '0')}`
      return `${time} ${level} [${name}] com.example.${name} - took ${n} ms`
    }),
  fc.tuple(word, number).map(([name, n]) => `\tat com.example.${name}.Main(Main.java:${n})`),
  fc
    .tuple(number, word)
    .map(([size, name]) => `-rw-r--r-- 1 build build ${size.padStart(6)} Mar  1 08:00 ${name}.ts`),
  fc.tuple(word, number).map(([name, n]) => `${name}/src/file.ts:${n}:  return ${name}`),
  fc
    .tuple(word, number)
    .map(([name, n]) => `tests/${name}.py::test_${n} PASSED [${n.padStart(5)}%]`),
  fc.tuple(word, number).map(([name, n]) => `${name.padEnd(16)}| ${n} ++--`),
  fc.constantFrom(
    '',
    '  ',
    'Error: failed',
    '---',
    '}',
    '$a 1 2',
    '$>x',
    '$3*y',
    '~log $a={}: x',
    '$a=b',
  ),
  fc.constantFrom('&a', '#1', '@<', '{1} {} {*}', '<>', '[]', '\r', 'a\0b', '\ud800', 'tail  '),
)

/** Lines of a file with their numbers, as viewers show them. */
const numberedLines: fc.Arbitrary<string[]> = fc
  .tuple(
    fc.integer({ min: 0, max: 1200 }),
    fc.constantFrom(0, 4, 6),
    fc.constantFrom(':', '\t', ' | ', ' │'),
    fc.array(programLine, { minLength: 3, maxLength: 14 }),
  )
  .map(([first, width, after, lines]) =>
    lines.map((line, i) => String(first + i).padStart(width) + after + line),
  )

const block = fc.oneof(
  { arbitrary: fc.array(programLine, { maxLength: 6 }), weight: 4 },
  { arbitrary: numberedLines, weight: 1 },
)

/** A text of such lines, with repeats, blocks and one kind of line end or several. */
export const programText: fc.Arbitrary<string> = fc
  .tuple(
    fc.array(fc.tuple(block, fc.integer({ min: 1, max: 5 })), {
      maxLength: 12,
    }),
    fc.constantFrom('\n', '\r\n', ', ', '\n\n'),
    fc.constantFrom('', '\n', '\r\n'),
  )
  .map(([blocks, end, last]) => {
    const lines = blocks.flatMap(([block, times]) =>
      Array.from({ length: times }, () => block).flat(),
    )
    return lines.join(end) + last
  })
