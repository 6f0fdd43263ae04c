import { describe, expect, it } from 'vitest'
import { compressCommandOutput, expandCommandOutput } from '../src/command-output.ts'
import {
  ALIAS_STYLES,
  expand,
  restore,
  type StyleName,
  substitute,
  substituteWithLegend,
} from '../src/index.ts'
import { offerOutputAliases } from '../src/output.ts'
import { cl100k, o200k } from './counters.ts'

/** Every style, and the inline form, brings a text back. */
function expectLossless(text: string): void {
  for (const counter of [o200k, cl100k]) {
    const inline = substitute(text, { counter, minTokens: 3 })
    if (inline !== undefined) expect(restore(inline.text).text).toBe(text)
    for (const style of ['auto', ...ALIAS_STYLES.map(({ name }) => name)] as const) {
      const result = substituteWithLegend(text, { counter, style, minTokens: 3 })
      if (result !== undefined) expect(expand(result.text, result.definitions)).toBe(text)
    }
  }
}

/** An output like the one that NeoFlow's documentation shows: seven phrases, in our words. */
function commandOutput(): string {
  const interpreter = '/opt/toolchains/python-3.12.4/bin/python3'
  const lines = [
    `${interpreter} /srv/jobs/import/run-first.py`,
    'Connection to http://localhost:8080 established',
    'Success: Operation completed successfully',
    `${interpreter} /srv/jobs/import/run-second.py`,
    'Error: Module not found',
    `${interpreter} /srv/jobs/import/run-third.py`,
  ]
  let text = ''
  for (let at = 0; text.length < 9500; at += 1) text += `${lines[at % lines.length]}\n`
  return text.slice(0, 9500)
}

describe('cases of the systems before this one', () => {
  it('neo-basic: takes off more than 88.7 % of the characters and 53.2 % of the tokens, all counted', () => {
    const text = commandOutput()
    const result = compressCommandOutput(text, { counter: o200k })
    expect(1 - result.charactersAfter / text.length).toBeGreaterThan(0.887)
    expect(1 - result.tokensAfter / result.tokensBefore).toBeGreaterThan(0.532)
    expect(expandCommandOutput(result.text, result.dictionary)).toBe(text)
  })

  it.each([
    [
      'neo-collision',
      `the symbol Đ0 appears and Đ1 too\n${'Connection to http://localhost:8080 established\n'.repeat(20)}`,
    ],
    ['neo-digit', `${'read /a/b/c.txt0 then /a/b/c.txt and /a/b/c.txt1\n'.repeat(30)}`],
    ['cc-dollar', `export $AA=1; echo $AA\n${'connect to database server now\n'.repeat(10)}`],
    [
      'tp-alias-collision',
      `F1 C1 U1 S1 $a $b §01 @01\n${'open file:///srv/shared/reports/F1/summary.csv\n'.repeat(12)}`,
    ],
    ['tp-alias-backslash', `${'C:\\Users\\example\\Documents\\project\\main.rs\n'.repeat(3)}`],
  ])('%s: is lossless', (_, text) => {
    expectLossless(text)
  })

  it('tp-alias-backslash: a path with backslashes is a phrase', () => {
    const path = 'C:\\Users\\example\\Documents\\project\\main.rs'
    const result = substitute(`${path}\n${path}\n${path}\n${path}`, { counter: o200k })!
    expect(result.definitions[0]!.phrase).toBe(path)
  })

  it('tp-alias-threshold: neither a path that stands twice of three asked for nor a short one has an alias', () => {
    const long = '/srv/releases/current/packages/worker/source/application.ts'
    const twice = `${long} ${long}`
    expect(substituteWithLegend(twice, { counter: o200k, minCount: 3 })).toBeUndefined()
    expect(substitute('/tmp/a.ts\n'.repeat(5), { counter: o200k })).toBeUndefined()
  })

  it.each([o200k, cl100k])('oc-seed-dict-tokens: three short keys are not aliased', (counter) => {
    const text = ['declined', 'unauthorized', 'throttled']
      .map((value) => `"transaction_status_code": "${value}"`)
      .join('\n')
    for (const minTokens of [1, 6]) {
      expect(substitute(text, { counter, minTokens })).toBeUndefined()
      for (const style of ['auto', 'section'] as StyleName[]) {
        expect(substituteWithLegend(text, { counter, style, minTokens })).toBeUndefined()
      }
    }
  })

  it.each([o200k, cl100k])('oc-seed-output-alias: no alias for a word of one token', (counter) => {
    const request = 'The function should return the value instead of undefined. '.repeat(1)
    expect(offerOutputAliases(request, { counter, minCount: 1 })).toBeUndefined()
    expect(
      offerOutputAliases('function\n'.repeat(50), { counter, minSavedPerUse: 1 }),
    ).toBeUndefined()
  })

  it('kw-output-literal: a letter that the model writes is not an alias', () => {
    const phrase = 'logger.error("failed to reach the upstream service")'
    const result = substituteWithLegend(`${phrase}\n`.repeat(9), { counter: o200k, style: 'glyph' })
    expect(result).toBeDefined()
    expect(expand('learning rate α = 0.1', result!.definitions)).toBe('learning rate α = 0.1')
  })
})
