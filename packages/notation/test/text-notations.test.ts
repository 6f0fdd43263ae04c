import { readFileSync } from 'node:fs'
import { loadTokenizer } from '@x/tokens'
import { describe, expect, it } from 'vitest'
import { parse, render } from '../src/index.ts'
import { textKind } from '../src/text-kind.ts'
import { readCorpus } from './corpus.ts'

const counter = await loadTokenizer('o200k_base')
const INPUTS = new URL('../../../fixtures/inputs/', import.meta.url)
const input = (name: string) => readFileSync(new URL(name, INPUTS), 'utf8')

/** Share of the tokens that a text saves, after its rendering was read back and compared. */
function savingsOf(text: string): number {
  const rendering = render(text, { counter })
  if (rendering === undefined) return 0
  expect(parse(rendering.text)).toBe(text)
  expect(rendering.tokensAfter).toBeLessThan(rendering.tokensBefore)
  return 1 - rendering.tokensAfter / rendering.tokensBefore
}

describe('kinds of text', () => {
  it.each([
    ['app.log', 'log'],
    ['package.log', 'log'],
    ['ls-lR.txt', 'listing'],
    ['git-log-stat.txt', 'diff'],
    ['test-run.txt', 'tests'],
  ])('%s is a %s', (name, kind) => {
    expect(textKind(input(name))).toBe(kind)
    expect(render(input(name), { counter })?.text.startsWith(`~${kind} `)).toBe(true)
  })

  it.each([
    ['log', '[INFO] compiling 12 files\n[INFO] compiling 13 files\n[WARN] slow\n[INFO] done\n'],
    ['listing', './src/a.ts\n./src/b/c.ts\n./src/b/d.ts\n./README.md/x\n'],
    ['listing', 'src/a.ts:1:import x\nsrc/a.ts:4:export y\nsrc/b.ts:9:import z\nsrc/c.ts:2:x\n'],
    ['listing', '.\n├── src\n│   ├── a.ts\n│   └── b.ts\n└── package.json\n'],
    ['listing', ' M src/a.ts\n?? src/b.ts\n M src/c.ts\nA  src/d.ts\n'],
    ['diff', 'diff --git a/x b/x\n--- a/x\n+++ b/x\n@@ -1,2 +1,2 @@\n-a\n+b\n c\n'],
    ['trace', 'Error: no\n    at f (a.js:1:2)\n    at g (b.js:3:4)\n    at h (c.js:5:6)\n'],
    [
      'trace',
      'Traceback (most recent call last):\n  File "a.py", line 1, in f\n    g()\n  File "b.py", line 2, in g\n',
    ],
    ['tests', '=== RUN TestA\n--- PASS: TestA (0.00s)\n=== RUN TestB\n--- FAIL: TestB (0.01s)\n'],
    [
      'tree',
      '- list [ref=e1]:\n  - listitem [ref=e2]: one\n  - link "two" [ref=e3]:\n    - /url: /two\n',
    ],
    ['table', 'id,name,city\n1,Ada,Ulm\n2,Ben,Bonn\n3,Cleo,Graz\n'],
    ['table', '| id | name |\n|----|------|\n| 1  | Ada  |\n| 2  | Ben  |\n'],
    ['diagnostics', 'E1 x\n --> a.py:1:2\n  |\n1 | aa\n  |  ^\n  |\nE2 y\n --> a.py:2:1\n  |\n'],
    ['diagnostics', '  x no\n   ╭─[a.js:1:5]\n 1 │ let a = b;\n   ·     ─\n   ╰────\n  help: do\n'],
    ['diagnostics', 'a.c:5:3: error: no\n    5 |   x = y;\n      |   ^~~\na.c:6:3: error: no\n'],
    [undefined, '{"a": [1, 2],\n "b": [3, 4],\n "c": [5, 6],\n "d": [7, 8]}'],
    [undefined, 'A sentence.\nAnother one says more.\nNothing here repeats.\nThe end of it.\n'],
  ])('tells %s apart', (kind, text) => {
    expect(textKind(text)).toBe(kind)
  })
})

describe('what is saved on our own inputs', () => {
  it.each([
    ['app.log', 0.6],
    ['package.log', 0.6],
    ['ls-lR.txt', 0.4],
    ['git-log-stat.txt', 0.35],
    ['test-run.txt', 0.5],
  ])('%s by at least %f', (name, least) => {
    expect(savingsOf(input(name))).toBeGreaterThan(least)
  })

  it('keeps every kind of line end, blank line and blank at the end of a line', () => {
    const log = input('app.log').split('\n').slice(0, 60)
    const texts = [
      log.join('\n'),
      log.join('\r\n') + '\r\n',
      log.join('\n\n'),
      log.join('  \n') + '\n\n\n',
      log.map((line, i) => line + (i % 3 === 0 ? '\r\n' : '\n')).join(''),
      '\ufeff' + log.join('\r'),
    ]
    for (const text of texts) savingsOf(text)
    expect(savingsOf(texts[1]!)).toBeGreaterThan(0.3)
  })

  it('keeps a stack trace behind the line that it belongs to', () => {
    const record = (second: number, id: number) =>
      `2026-03-01T08:00:${second} ERROR [main] com.example.Orders - order ${id} failed\n` +
      'java.lang.IllegalStateException: no stock\n' +
      `\tat com.example.Stock.take(Stock.java:${id})\n` +
      '\tat com.example.Orders.place(Orders.java:40)\n' +
      '\tat com.example.Main.main(Main.java:7)\n'
    const text = Array.from({ length: 12 }, (_, i) => record(10 + i, 100 + i)).join('')
    expect(savingsOf(text)).toBeGreaterThan(0.7)
    expect(render(text, { counter })?.text).toContain('order {} failed\njava.lang')
  })

  it('counts the numbers of a file window only where that is allowed', () => {
    const code = input('prose.md').split('\n').slice(40, 90)
    const text = code.map((line, i) => `${41 + i}:${line}`).join('\n')
    const plain = render(text, { counter })
    const dense = render(text, { counter, level: 'dense' })!
    expect(dense.text).toContain('\n$#41:\n')
    expect(dense.text).toContain('\n$#50:\n')
    expect(dense.tokensAfter).toBeLessThan(plain?.tokensAfter ?? counter.countTokens(text))
    expect(parse(dense.text)).toBe(text)
  })

  it('writes blocks that hold a rule of dashes', () => {
    const answer = (n: number) =>
      `step ${n} of the work is done\n\n---\n\nTool use: **run_terminal_cmd**\n\n`
    const text = Array.from({ length: 20 }, (_, i) => answer(i)).join('')
    expect(savingsOf(text)).toBeGreaterThan(0.6)
    expect(render(text, { counter })?.text).toMatch(/^~lines \$a=\{\} ----: .*\n(?:.*\n)*----\n/)
  })

  it('leaves prose as it is: templates would save too little to be worth the reading', () => {
    expect(render(input('prose.md'), { counter })).toBeUndefined()
  })

  it('counts the repeats of a line', () => {
    const text = 'starting\n' + 'waiting for the database\n'.repeat(40) + 'ready\n'
    expect(render(text, { counter })?.text).toContain('$40*waiting for the database\nready')
  })
})

describe('public logs and diagnostics', () => {
  for (const name of [
    'cicd_log/jenkins-analysis-model',
    'cicd_log/pytorch-ci-logs',
    'code_debug/moatless-testlogs',
    'code_debug/oxc-diagnostics',
    'code_debug/ruff-diagnostics',
    'code_debug/specstory-debug-sessions',
    'browser_a11y/aria-adminlte',
  ]) {
    it(`restores ${name} text by text`, (context) => {
      const texts = readCorpus(name)
      if (texts === undefined) return context.skip('PITH_DATA is not set')
      for (const text of texts.slice(0, 12)) savingsOf(text)
    })
  }
})
