/**
 * Replaces what stands between `<!-- NAME -->` and `<!-- /NAME -->`, for each name.
 *
 * @throws Error where a mark is missing: a figure that nobody sees is no figure.
 */
export function replaceBlocks(document: string, blocks: Readonly<Record<string, string>>): string {
  return Object.entries(blocks).reduce((text, [name, markdown]) => {
    const open = `<!-- ${name} -->`
    const start = text.indexOf(open)
    const end = text.indexOf(`<!-- /${name} -->`)
    if (start < 0 || end < start)
      throw new Error(`no ${open} ... <!-- /${name} --> in the document; add both marks`)
    return `${text.slice(0, start + open.length)}\n${markdown}\n${text.slice(end)}`
  }, document)
}
