#!/usr/bin/env node
// Runs the test suite, as it was built, on newer lines of Node, and writes what came of it with the commit it ran on.
// usage: npm run matrix [-- VITEST-FILTER...]
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'

const ROOT = join(import.meta.dirname, '..')
const LINES = [22, 24]
const PLATFORM = `${process.platform}-${process.arch}`
const RESULTS = join(ROOT, 'docs/matrix.md')
const CLOSING_LINE = /^\d+ passed, \d+ failed, \d+ skipped$/gm

const filters = process.argv.slice(2)
const results = [process.execPath, ...LINES.map(findNode)].map(runSuite)
mkdirSync(join(ROOT, 'docs'), { recursive: true })
writeFileSync(RESULTS, document(results))
console.log(`written to docs/matrix.md`)
process.exitCode = results.every(({ passed }) => passed) ? 0 : 1

/** Path of the newest binary of a line, from npm: nothing is installed beside npx's own cache. */
function findNode(line) {
  return execFileSync(
    'npx',
    ['-y', `--package=node-${PLATFORM}@${line}`, '--', 'sh', '-c', 'command -v node'],
    { cwd: ROOT, encoding: 'utf8' },
  ).trim()
}

function runSuite(node) {
  const version = execFileSync(node, ['--version'], { encoding: 'utf8' }).trim()
  console.log(`Node ${version}`)
  const start = Date.now()
  const run = spawnSync(node, [join(ROOT, 'node_modules/vitest/vitest.mjs'), 'run', ...filters], {
    cwd: ROOT,
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
    // First in PATH too, for tests that start a `node` of their own.
    env: {
      ...process.env,
      FORCE_COLOR: '0',
      PATH: `${dirname(node)}${delimiter}${process.env.PATH ?? ''}`,
    },
  })
  const output = `${run.stdout}${run.stderr}`
  if (run.status !== 0) console.log(output)
  const closingLine = output.match(CLOSING_LINE)?.at(-1) ?? 'did not end with a closing line'
  console.log(closingLine)
  const seconds = Math.round((Date.now() - start) / 1000)
  return { version, closingLine, seconds, passed: run.status === 0 }
}

function document(rows) {
  const git = (...args) => execFileSync('git', args, { cwd: ROOT, encoding: 'utf8' }).trim()
  const isClean = git('status', '--porcelain', '--untracked-files=no') === ''
  const tests = filters.length === 0 ? 'All tests' : `Tests of ${filters.join(', ')}`
  return `# The test suite on newer lines of Node

Written by \`npm run matrix\`. ${tests} on commit ${git('rev-parse', '--short=12', 'HEAD')}${isClean ? '' : ', with changes that are not committed'},
${PLATFORM}, ${new Date().toISOString().slice(0, 10)}.

| Node | result | seconds |
|---|---|--:|
${rows.map(({ version, closingLine, seconds }) => `| ${version} | ${closingLine} | ${seconds} |`).join('\n')}
`
}
