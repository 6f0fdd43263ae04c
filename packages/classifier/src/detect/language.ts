import { LANGUAGES, type Language } from './languages.ts'

/** What fences call the languages. */
const ALIASES: Readonly<Record<string, Language>> = {
  ts: 'typescript',
  tsx: 'typescript',
  typescript: 'typescript',
  js: 'javascript',
  jsx: 'javascript',
  javascript: 'javascript',
  mjs: 'javascript',
  py: 'python',
  python: 'python',
  python3: 'python',
  go: 'go',
  golang: 'go',
  rs: 'rust',
  rust: 'rust',
  java: 'java',
  kotlin: 'kotlin',
  kt: 'kotlin',
  c: 'c',
  h: 'c',
  cpp: 'cpp',
  'c++': 'cpp',
  cc: 'cpp',
  cs: 'csharp',
  csharp: 'csharp',
  'c#': 'csharp',
  rb: 'ruby',
  ruby: 'ruby',
  php: 'php',
  swift: 'swift',
  sql: 'sql',
  sh: 'shell',
  bash: 'shell',
  shell: 'shell',
  zsh: 'shell',
  html: 'html',
  xml: 'xml',
  svg: 'xml',
  css: 'css',
  scss: 'css',
  yaml: 'yaml',
  yml: 'yaml',
  toml: 'toml',
  json: 'json',
  jsonc: 'json',
  json5: 'json',
  dockerfile: 'dockerfile',
  docker: 'dockerfile',
  hcl: 'hcl',
  terraform: 'hcl',
  tf: 'hcl',
  makefile: 'makefile',
  make: 'makefile',
}

const MOST_LINES = 200
const LEAST_POINTS = 1

/** The language that the info string of a fence names. */
export function languageOfFence(info: string): Language | undefined {
  return Object.hasOwn(ALIASES, info.toLowerCase()) ? ALIASES[info.toLowerCase()] : undefined
}

/** The language of some lines of code by its words and marks; `undefined` where none shows. */
export function languageOf(lines: readonly string[]): Language | undefined {
  const points = new Float64Array(LANGUAGES.length)
  for (const line of lines.slice(0, MOST_LINES)) {
    LANGUAGES.forEach(({ marks }, index) => {
      for (const [pattern, worth] of marks) {
        if (pattern.test(line)) points[index] = (points[index] as number) + worth
      }
    })
  }
  let best = 0
  points.forEach((value, index) => {
    if (value > (points[best] as number)) best = index
  })
  return (points[best] as number) < LEAST_POINTS ? undefined : LANGUAGES[best]?.language
}
