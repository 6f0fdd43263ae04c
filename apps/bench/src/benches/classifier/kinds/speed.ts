import type { Corpus } from '@x/agentcompbench'
import { detect } from '@x/classifier'

const FILES = [
  'tool_result/octokit-webhooks-payloads',
  'cicd_log/pytorch-ci-logs',
  'code_debug/ruff-diagnostics',
  'git_diff/git-vercel__ai',
  'devops_incident/openshift-runbooks',
  'meeting_notes/qmsum',
]
const SIZES = [2000, 32_000, 1_000_000, 8_000_000]
const LEAST_MS = 300
const BYTES_A_MEGABYTE = 1e6

/** What a quick heuristic asks of a whole text: a few patterns, each counted. */
const QUICK_PATTERNS = [
  /"[^"\n]{1,80}":/g,
  /\b(?:function|class|const|return|import|def)\b/g,
  /^\[?\d{4}-\d\d-\d\d/gm,
  /\b(?:the|and|of|to)\b/g,
  /^(?:user|assistant):/gim,
]

/** Megabytes a second at one size of text. */
export interface Speed {
  readonly characters: number
  readonly detect: number
  /** A pass of five patterns over the whole text. */
  readonly patterns: number
  /** A look at every character. */
  readonly scan: number
}

/** Speeds on texts of several kinds together, by the processor time of this process. */
export function measureSpeed(corpus: Corpus): readonly Speed[] {
  const texts = FILES.map((file) => textOf(corpus, file, Math.max(...SIZES)))
  return SIZES.map((characters) => {
    const slices = texts.map((text) => text.slice(0, characters))
    return {
      characters,
      detect: speedOf(slices, detect),
      patterns: speedOf(slices, countPatterns),
      scan: speedOf(slices, sumCharacters),
    }
  })
}

/** Texts of one file until there are enough, said again where the file ends before. */
function textOf(corpus: Corpus, file: string, characters: number): string {
  let text = ''
  for (const record of corpus.records(file)) {
    text += `${record.text ?? ''}\n`
    if (text.length >= characters) break
  }
  while (text.length < characters) text += text
  return text
}

function speedOf(texts: readonly string[], work: (text: string) => unknown): number {
  for (const text of texts) work(text)
  const size = texts.reduce((sum, text) => sum + text.length, 0)
  const start = process.cpuUsage()
  let rounds = 0
  let spent = 0
  while (spent < LEAST_MS) {
    for (const text of texts) work(text)
    rounds += 1
    const { user, system } = process.cpuUsage(start)
    spent = (user + system) / 1000
  }
  return (rounds * size) / BYTES_A_MEGABYTE / (spent / 1000)
}

function countPatterns(text: string): number {
  return QUICK_PATTERNS.reduce((sum, pattern) => sum + [...text.matchAll(pattern)].length, 0)
}

function sumCharacters(text: string): number {
  let sum = 0
  for (let index = 0; index < text.length; index += 1) sum = (sum + text.charCodeAt(index)) | 0
  return sum
}
