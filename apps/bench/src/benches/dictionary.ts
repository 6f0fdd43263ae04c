import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  ALIAS_PLACES,
  ALIAS_STYLES,
  expand,
  measureStyle,
  restore,
  substitute,
  substituteWithLegend,
} from '@x/dictionary'
import { loadTokenizer, type Tokenizer } from '@x/tokens'
import type { Bench } from '../bench.ts'
import { type Cell, markdownTable } from '../table.ts'
import { compressLikeNeoflow, expandLikeNeoflow } from './dictionary/neoflow.ts'

const whole = new Intl.NumberFormat('en-US')

/** What aliases save in our own inputs, beside NeoFlow's algorithm, and what each style of alias costs. */
export const dictionaryBench: Bench = {
  name: 'dictionary',
  readme: 'packages/dictionary/README.md',
  async run({ inputsFolder }) {
    const counter = await loadTokenizer('o200k_base')
    const rows = readdirSync(inputsFolder).map((name) =>
      rowOf(name, readFileSync(join(inputsFolder, name), 'utf8'), counter),
    )
    const head = ['input', 'tokens', 'inline', 'with legend', "NeoFlow's way", 'NeoFlow exact']
    return [
      'Tokens saved (o200k_base), definitions and legends counted:',
      markdownTable(head, rows),
      'Tokens that an alias adds, by what stands around it (o200k_base, mean of the first 26):',
      styleTable(counter),
    ].join('\n\n')
  },
}

function rowOf(name: string, text: string, counter: Tokenizer): Cell[] {
  const tokens = counter.countTokens(text)
  const inline = substitute(text, { counter })
  const legend = substituteWithLegend(text, { counter })
  const isExact =
    (inline === undefined || restore(inline.text).text === text) &&
    (legend === undefined || expand(legend.text, legend.definitions) === text)
  if (!isExact) throw new Error(`${name} does not come back`)
  const neoflow = compressLikeNeoflow(text)
  const listed = neoflow.dictionary.map(([alias, phrase]) => `${alias} = ${phrase}`).join('\n')
  const neoflowTokens = counter.countTokens(`${listed}\n${neoflow.text}`)
  return [
    `\`${name}\``,
    whole.format(tokens),
    saved(tokens, inline?.tokensAfter),
    saved(tokens, legend?.tokensAfter),
    saved(tokens, neoflowTokens),
    expandLikeNeoflow(neoflow) === text ? 'yes' : 'no',
  ]
}

function saved(before: number, after: number = before): string {
  return `${((1 - after / before) * 100).toFixed(1)} %`
}

function styleTable(counter: Tokenizer): string {
  const places = Object.keys(ALIAS_PLACES) as Array<keyof typeof ALIAS_PLACES>
  const costs = ALIAS_STYLES.map((style) => ({
    first: style.aliases(counter)[0]!,
    ...measureStyle(style.name, counter),
  }))
  const rows = costs.map((cost): Cell[] => [
    cost.style,
    `\`${cost.first}\``,
    cost.size,
    ...places.map((place) => cost.places[place].toFixed(1)),
    cost.mean.toFixed(2),
  ])
  return markdownTable(['style', 'first', 'aliases', ...places, 'mean'], rows)
}
