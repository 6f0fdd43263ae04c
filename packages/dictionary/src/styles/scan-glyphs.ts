import type { TokenCounter } from '../token-counter.ts'

/**
 * Blocks of signs that hardly anyone types: technical signs, enclosed forms, geometric shapes, dingbats, and the signs of
 * mathematics beyond the common ones. Letters of any script, digits, currency, arrows, box drawing, bullets and quotes
 * are not here: people and models write them.
 */
const RANGES: ReadonlyArray<readonly [from: number, to: number]> = [
  [0x2200, 0x22ff],
  [0x2300, 0x23ff],
  [0x2400, 0x24ff],
  [0x25a0, 0x25ff],
  [0x2600, 0x27bf],
  [0x27c0, 0x27ef],
  [0x2980, 0x2aff],
  [0x2b00, 0x2bff],
]

/** Signs in these blocks that texts do hold: bullets, check marks, stars, common mathematics, keyboard signs. */
const TYPED =
  /[∀∂∃∅∆∇∈∉∏∑−∗√∝∞∠∧∨∩∪∫∴≈≠≡≤≥⊂⊃⊆⊕⊗⊥⋅⌘⌥⌃⏎␣①-⑳■□▪▫▲△▶▷▼▽◀◆◇○◎●◦∙≫♡♫★☆☐☑☒☎☞☺☹♀♂♠♣♥♦♪✓✔✕✖✗✘✨❌❤➔➜➤⚠✅⭐⬆⬇➡⬅\p{Emoji_Presentation}\p{L}\p{N}]/u

const scans = new WeakMap<TokenCounter, readonly string[]>()

/**
 * Rarely typed signs that are one token of this vocabulary; scanned once for each counter. No more than three are left in
 * o200k_base and in cl100k_base.
 */
export function scanGlyphs(counter: TokenCounter): readonly string[] {
  let glyphs = scans.get(counter)
  if (glyphs === undefined) {
    glyphs = RANGES.flatMap(([from, to]) => glyphsBetween(from, to, counter))
    scans.set(counter, glyphs)
  }
  return glyphs
}

function glyphsBetween(from: number, to: number, counter: TokenCounter): string[] {
  const glyphs: string[] = []
  for (let code = from; code <= to; code += 1) {
    const glyph = String.fromCharCode(code)
    if (!TYPED.test(glyph) && counter.countTokens(glyph) === 1) glyphs.push(glyph)
  }
  return glyphs
}
