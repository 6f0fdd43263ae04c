/**
 * Replaces what stands between `<!-- bench:NAME -->` and `<!-- /bench:NAME -->`.
 * @throws {Error} where a mark is missing: a result that nobody sees is not a result
 */
export function replaceBlock(document: string, name: string, markdown: string): string {
  const open = `<!-- bench:${name} -->`
  const close = `<!-- /bench:${name} -->`
  const start = document.indexOf(open)
  const end = document.indexOf(close)
  if (start < 0 || end < start)
    throw new Error(`no ${open} ... ${close} in the document; add both marks`)
  return `${document.slice(0, start + open.length)}\n${markdown.trim()}\n${document.slice(end)}`
}
