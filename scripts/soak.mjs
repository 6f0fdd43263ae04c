#!/usr/bin/env node
// Runs the long tests (`*.soak.ts`) and keeps, in docs/soak.md, what came of each file and on which commit.
// usage: npm run soak [-- VITEST-FILTER...]
import { execFileSync, spawn } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const ROOT = join(import.meta.dirname, '..')
const RESULTS = join(ROOT, 'docs/soak.md')
const FILE_LINE = /^(ok|FAIL)\s+(\S+\.soak\.ts)\s+(\d+) tests\s+(\d+) ms$/
const ROW = /^\| `(?<file>\S+)` \|.*$/

const git = (...args) => execFileSync('git', args, { cwd: ROOT, encoding: 'utf8' }).trim()
// What it writes itself is no change.
const isClean = git('status', '--porcelain', '--untracked-files=no', '--', ':!docs/soak.md') === ''
const commit = `${git('rev-parse', '--short=12', 'HEAD')}${isClean ? '' : ', changed'}`

const rows = readRows()
process.exitCode = await runVitest(process.argv.slice(2), (line) => {
  const [, outcome, file, tests, ms] = FILE_LINE.exec(line) ?? []
  if (file === undefined) return
  const result = outcome === 'ok' ? 'passed' : 'FAILED'
  const seconds = Math.round(Number(ms) / 1000)
  rows.set(
    file,
    `| \`${file}\` | ${result} | ${tests} | ${seconds} | ${commit} | ${process.version} |`,
  )
  writeFileSync(RESULTS, document())
})

/** Each file's last row; a run of some files leaves the rows of the others. */
function readRows() {
  if (!existsSync(RESULTS)) return new Map()
  const lines = readFileSync(RESULTS, 'utf8').split('\n')
  return new Map(
    lines.flatMap((line) => (ROW.test(line) ? [[ROW.exec(line).groups.file, line]] : [])),
  )
}

function runVitest(filters, onLine) {
  const arguments_ = [join(ROOT, 'node_modules/vitest/vitest.mjs'), 'run', ...filters]
  const env = { ...process.env, PITH_SOAK: '1', FORCE_COLOR: '0' }
  const child = spawn(process.execPath, arguments_, {
    cwd: ROOT,
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let rest = ''
  child.stdout.setEncoding('utf8').on('data', (chunk) => {
    process.stdout.write(chunk)
    const lines = (rest + chunk).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) onLine(line)
  })
  return new Promise((resolve) => child.on('close', (code) => resolve(code ?? 1)))
}

function document() {
  const sorted = [...rows].sort(([a], [b]) => a.localeCompare(b)).map(([, row]) => row)
  return `# The long runs

Written by \`npm run soak\`: the last run of each file, and the commit that it ran on.

| file | result | tests | seconds | commit | Node |
|---|---|--:|--:|---|---|
${sorted.join('\n')}
`
}
