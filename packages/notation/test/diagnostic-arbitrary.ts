import fc from 'fast-check'

/** Source lines, some of which look like frames, marks or short lines. */
const sourceLine = fc.oneof(
  {
    arbitrary: fc
      .tuple(
        fc.constantFrom('', '    ', '\t', '  '),
        fc.constantFrom('x', 'total', 'é', 'f(a)'),
        fc.nat(99),
      )
      .map(([indent, name, n]) => `${indent}${name} = call(${n}, "${name}")`),
    weight: 6,
  },
  {
    arbitrary: fc.constantFrom(
      '',
      'def f():',
      '}',
      '@44',
      '@44:5-9',
      '@[4:7]',
      '@.',
      '«x»',
      '| a',
      '-->',
      '^^^',
      '  ',
      '-1+2',
      '+ b',
      '~ c',
    ),
    weight: 2,
  },
)

const file = fc.constantFrom(
  'a.py',
  'src/deep/b.rs',
  'note.ipynb:cell 1',
  'C:\\x\\c.ts',
  'd e.gleam',
)

interface Diagnostic {
  readonly line: number
  readonly from: number
  readonly width: number
  readonly context: number
  readonly label: string
  readonly fix: 'none' | 'replace' | 'remove' | 'rewrite' | 'insert'
  readonly span: number
  /** Columns between the mark and a second one behind it; none where it is 0. */
  readonly second: number
}

const diagnostic: fc.Arbitrary<Diagnostic> = fc.record({
  line: fc.nat(),
  from: fc.nat({ max: 12 }),
  width: fc.integer({ min: 1, max: 9 }),
  context: fc.constantFrom(0, 1, 2, 2, 2),
  label: fc.constantFrom('', '', '', 'expected `i32`', '-1+2', 'a.py:3:4', '═ x'),
  fix: fc.constantFrom('none', 'none', 'replace', 'remove', 'rewrite', 'insert'),
  span: fc.constantFrom(0, 0, 0, 0, 1, 3),
  second: fc.constantFrom(0, 0, 1, 4),
})

/** Draws frames as one compiler does. */
type Draw = (lines: readonly string[], name: string, of: Diagnostic) => string[]

function windowOf(lines: readonly string[], from: number, to: number, context: number) {
  let first = Math.max(0, from - context)
  let last = Math.min(lines.length - 1, to + context)
  while (first < from && lines[first]!.trim() === '') first += 1
  while (last > to && lines[last]!.trim() === '') last -= 1
  return { first, last }
}

function bar(sign: string, text: string): string {
  return text === '' ? sign : `${sign} ${text}`
}

const drawRust: Draw = (lines, name, { line, from, width, context, label, fix, span, second }) => {
  const to = Math.min(lines.length - 1, line + span)
  const { first, last } = windowOf(lines, line, to, context)
  const digits = String(last + 1).length
  const side = ' '.repeat(digits)
  const tail = label === '' ? '' : ' ' + label
  const marks = markNotes(from, width, second, label)
  const notes =
    to === line ? { [line]: marks } : spanNotes(lines[line]!, line, to, from, width, tail)
  const rows = lines.slice(first, last + 1).flatMap((text, i) => {
    const rule = to === line ? '' : ruleOf(first + i, line, to, notes[line] === undefined)
    const drawn = bar('|', text === '' ? rule.trim() : rule + text)
    const below = (notes[first + i] ?? []).map((note) => `${side} | ${note}`)
    return [`${String(first + i + 1).padStart(digits)} ${drawn}`, ...below]
  })
  const closing = last > to ? [`${side} |`] : []
  const place = `${side}--> ${name}:${line + 1}:${from + 1}`
  return [place, `${side} |`, ...rows, ...closing, ...drawFix(lines, line, from, width, fix)]
}

/** One mark, or a second one behind it and what both mean below. */
function markNotes(from: number, width: number, second: number, label: string): string[] {
  const before = ' '.repeat(from)
  const mark = before + '^'.repeat(width)
  if (second === 0) return [label === '' ? mark : `${mark} ${label}`]
  const both = `${mark}${' '.repeat(second)}---`
  return label === '' ? [both] : [`${both} because of this`, `${before}|`, before + label]
}

function ruleOf(at: number, line: number, to: number, slash: boolean): string {
  if (at === line && slash) return '/ '
  return at > line && at <= to ? '| ' : '  '
}

function spanNotes(
  text: string,
  line: number,
  to: number,
  from: number,
  width: number,
  tail: string,
): Record<number, string[]> {
  const end = { [to]: [`|${'_'.repeat(width)}^${tail}`] }
  const indent = text.length - text.trimStart().length
  return indent === from ? end : { ...end, [line]: [` ${'_'.repeat(from + 1)}^`] }
}

function drawFix(
  lines: readonly string[],
  line: number,
  from: number,
  width: number,
  fix: Diagnostic['fix'],
): string[] {
  if (fix === 'none') return []
  const old = lines[line]!
  const added = {
    replace: [old.slice(0, from) + 'new' + old.slice(from + width)],
    remove: [],
    rewrite: ['other', 'lines'],
    insert: ['import x', old],
  }[fix]
  const after = line + 1 < lines.length ? 1 : 0
  const digits = String(line + added.length + after).length
  const side = ' '.repeat(digits)
  const number = (n: number) => String(n).padEnd(digits)
  const drawn = ['help: do so', `${side} |`]
  if (line > 0) drawn.push(`${number(line)} ${bar('|', lines[line - 1]!)}`)
  drawn.push(`${side} ${bar('-', old)}`)
  for (const [i, text] of added.entries()) drawn.push(`${number(line + 1 + i)} ${bar('+', text)}`)
  if (after > 0) drawn.push(`${number(line + 1 + added.length)} ${bar('|', lines[line + 1]!)}`)
  return [...drawn, `${side} |`]
}

const drawMiette: Draw = (lines, name, { line, from, width, context, label }) => {
  const { first, last } = windowOf(lines, line, line, context)
  const digits = String(last + 1).length
  const side = ' '.repeat(digits + 2)
  const drawn = [`${side}╭─[${name}:${line + 1}:${from + 1}]`]
  for (let i = first; i <= last; i += 1) {
    drawn.push(` ${String(i + 1).padStart(digits)} │ ${lines[i]}`)
    if (i !== line) continue
    const centre = width >> 1
    const rule = '─'.repeat(width)
    const teed = rule.slice(0, centre) + '┬' + rule.slice(centre + 1)
    drawn.push(`${side}· ${' '.repeat(from)}${label === '' ? rule : teed}`)
    if (label !== '') drawn.push(`${side}· ${' '.repeat(from + centre)}╰── ${label}`)
  }
  return [...drawn, `${side}╰────`]
}

const drawCodespan: Draw = (lines, name, { line, from, width, context, label }) => {
  const { first, last } = windowOf(lines, line, line, context)
  const digits = String(last + 1).length
  const side = ' '.repeat(digits + 1)
  const drawn = [`${side}┌─ ${name}:${line + 1}:${from + 1}`, `${side}│`]
  for (let i = first; i <= last; i += 1) {
    drawn.push(`${String(i + 1).padStart(digits)} ${bar('│', lines[i]!)}`)
    const tail = label === '' ? '' : ' ' + label
    if (i === line) drawn.push(`${side}│ ${' '.repeat(from)}${'^'.repeat(width)}${tail}`)
  }
  return drawn
}

const drawGcc: Draw = (lines, name, { line, from, width, label }) => [
  `${name}:${line + 1}:${from + 1}: error: ${label}`,
  `${String(line + 1).padStart(5)} ${bar('|', lines[line]!)}`,
  `      | ${' '.repeat(from)}^${'~'.repeat(width - 1)}`,
]

/** The output of a compiler about files, every frame as it draws them. */
export const compilerOutput: fc.Arbitrary<string[]> = fc
  .tuple(
    fc.constantFrom(drawRust, drawRust, drawMiette, drawCodespan, drawGcc),
    fc.array(fc.tuple(file, fc.array(sourceLine, { minLength: 1, maxLength: 120 })), {
      minLength: 1,
      maxLength: 2,
    }),
    fc.array(fc.tuple(fc.nat(), diagnostic, fc.constantFrom('', 'note: see above')), {
      minLength: 2,
      maxLength: 14,
    }),
  )
  .map(([draw, files, diagnostics]) =>
    diagnostics.flatMap(([which, of, note]) => {
      const [name, lines] = files[which % files.length]!
      const line = of.line % lines.length
      return ['error: it does not fit', ...draw(lines, name, { ...of, line }), note, '']
    }),
  )

/** Such an output with a few lines cut, doubled, moved or put in. */
export const changedOutput: fc.Arbitrary<string[]> = fc
  .tuple(
    compilerOutput,
    fc.array(fc.tuple(fc.nat(), fc.constantFrom('cut', 'twice', 'blank', 'chop', 'sign', 'bare')), {
      maxLength: 6,
    }),
  )
  .map(([lines, changes]) => {
    const changed = [...lines]
    for (const [where, what] of changes) {
      const at = where % changed.length
      const line = changed[at]!
      if (what === 'cut') changed.splice(at, 1)
      else if (what === 'twice') changed.splice(at, 0, line)
      else if (what === 'blank') changed[at] = line + ' '
      else if (what === 'chop') changed[at] = line.slice(0, line.length >> 1)
      else if (what === 'sign') changed[at] = '@' + line
      else changed[at] = line.trimStart()
      if (changed.length === 0) changed.push('')
    }
    return changed
  })
