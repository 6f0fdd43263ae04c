/**
 * First line of a lossy text in a lone document, where nothing beside the text tells: what follows is what was kept, and
 * no original comes back from it.
 */
export const LOSSY_MARK = '~lossy\n'
