/** What kind of text the content mostly is, and how much of it is structure. */
export interface ContentProfile {
  readonly contentType: 'json_api' | 'code' | 'prose' | 'chat' | 'mixed'
  /** Share of characters that are brackets, quotes, separators and operators, from 0 to 1. */
  readonly structureRatio: number
  /** Share of words with digits, marks or inner capitals, from 0 to 1. */
  readonly technicalDensity: number
  readonly wordsPerLine: number
}

const CODE =
  /^\s*(?:import |export |function |class |def |const |let |return |if \(|for \(|#include|public )/gm
const SPEAKER = /^\s*(?:user|assistant|human|system|[A-Z][a-z]+):\s/gm

/** Profiles a text; the bounds are those at which a person would call it so, not learned ones. */
export function profileContent(text: string): ContentProfile {
  const lines = Math.max(1, text.split('\n').filter((line) => line.trim() !== '').length)
  const words = text.match(/\S+/g) ?? []
  const technical = words.filter((word) => /\d|[_/\\#@]|[a-z][A-Z]|\w\.\w/.test(word)).length
  const structure = text.match(/[{}[\]()"':;,=<>|]/g)?.length ?? 0
  return {
    contentType: contentTypeOf(text, lines),
    structureRatio: share(structure, text.length),
    technicalDensity: share(technical, words.length),
    wordsPerLine: Math.round((words.length / lines) * 100) / 100,
  }
}

function contentTypeOf(text: string, lines: number): ContentProfile['contentType'] {
  const isJson = /^\s*[[{]/.test(text) && /[\]}]\s*$/.test(text)
  if (isJson) return 'json_api'
  const code = (text.match(CODE)?.length ?? 0) / lines
  const speakers = (text.match(SPEAKER)?.length ?? 0) / lines
  if (speakers > 0.3) return 'chat'
  if (code > 0.15) return 'code'
  return code > 0.03 || /\{[\s\S]*:[\s\S]*\}/.test(text.slice(0, 20_000)) ? 'mixed' : 'prose'
}

function share(part: number, whole: number): number {
  return whole === 0 ? 0 : Math.round((part / whole) * 10_000) / 10_000
}
