import {
  type JsonNode,
  mentionsOf,
  type Span,
  scanJson,
  sentencesOfLine,
  unitsOf,
} from '@x/classifier/training'
import type { Draft } from './draft.ts'

/** Windows are about this long, in UTF-16 units: some 512 word pieces. */
export const WINDOW = 1600
const SHORTEST = 200

/** Cuts a text into windows of at most `limit` units: JSON into whole values, whatever else at line or sentence ends. */
export function windowsOf(text: string, limit: number = WINDOW): Span[] {
  if (text.length <= limit) return [{ start: 0, end: text.length }]
  const tree = scanJson(text)
  if (tree !== undefined) return jsonWindows(tree, limit)
  return packed(text, limit).filter(
    ({ start, end }) => text.slice(start, end).trim().length >= SHORTEST,
  )
}

/** The greatest values that fit. */
function jsonWindows(node: JsonNode, limit: number): Span[] {
  const length = node.end - node.start
  if (length <= limit) return length >= SHORTEST ? [{ start: node.start, end: node.end }] : []
  return node.children.flatMap((child) => jsonWindows(child, limit))
}

function packed(text: string, limit: number): Span[] {
  const windows: Span[] = []
  let start = 0
  let end = 0
  for (const piece of piecesOf(text, limit)) {
    if (piece.end - start > limit && end > start) {
      windows.push({ start, end })
      start = piece.start
    }
    end = piece.end
  }
  if (end > start) windows.push({ start, end })
  return windows
}

/** Lines, long ones by sentence, longer ones cut at a blank or hard. */
function piecesOf(text: string, limit: number): Span[] {
  return unitsOf(text, 'line').flatMap(({ start, end }) =>
    end - start <= limit
      ? [{ start, end }]
      : sentencesOfLine(text, start, end).flatMap((sentence) => hardCut(text, sentence, limit)),
  )
}

function hardCut(text: string, { start, end }: Span, limit: number): Span[] {
  const spans: Span[] = []
  for (let at = start; at < end; ) {
    const blank = text.lastIndexOf(' ', at + limit - 1)
    const isTooFar = at + limit < end
    const to = isTooFar ? (blank > at ? blank + 1 : surrogateSafe(text, at + limit)) : end
    spans.push({ start: at, end: to })
    at = to
  }
  return spans
}

function surrogateSafe(text: string, at: number): number {
  const code = text.charCodeAt(at)
  return code >= 0xdc00 && code <= 0xdfff ? at - 1 : at
}

/** The draft cut to windows; needed spans go along with the window that holds them whole. */
export function windowDraft(draft: Draft, limit: number = WINDOW): Draft[] {
  if (draft.text.length <= limit) return [draft]
  return windowsOf(draft.text, limit).map((span) => cutDraft(draft, span))
}

/** One window of a draft. */
export function cutDraft(draft: Draft, { start, end }: Span): Draft {
  const text = draft.text.slice(start, end)
  const needed = draft.needed
    .filter(([from, to]) => from >= start && to <= end)
    .map(([from, to, kind]) => [from - start, to - start, kind] as const)
  if (draft.seen === undefined) return { ...draft, text, needed }
  const mentions = mentionsOf(text)
  return { ...draft, text, seen: draft.seen.filter((string) => mentions.has(string)), needed }
}
