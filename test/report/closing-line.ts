import type { TestCase, TestModule, TestRunEndReason, Vitest } from 'vitest/node'
import type { Reporter } from 'vitest/reporters'

type SerializedError = Parameters<NonNullable<Reporter['onTestRunEnd']>>[1][number]

const FULL_NAME_SEPARATOR = ' > '

/**
 * Prints each skipped test by name with its reason, each failure with its place, and one closing line for the
 * whole workspace: `N passed, N failed, N skipped`.
 */
// biome-ignore lint/style/noDefaultExport: vitest loads a reporter by the default export of its file
export default class ClosingLineReporter implements Reporter {
  #vitest: Vitest | undefined

  onInit(vitest: Vitest): void {
    this.#vitest = vitest
  }

  onTestModuleEnd(module: TestModule): void {
    const { duration } = module.diagnostic()
    const tests = [...module.children.allTests()]
    const name = module.moduleId.slice(`${this.#vitest?.config.root ?? ''}/`.length)
    this.#print(
      `${module.ok() ? 'ok  ' : 'FAIL'} ${name}  ${tests.length} tests  ${Math.round(duration)} ms`,
    )
  }

  onTestRunEnd(
    modules: ReadonlyArray<TestModule>,
    unhandled: ReadonlyArray<SerializedError>,
    _reason: TestRunEndReason,
  ): void {
    const tests = modules.flatMap((module) => [...module.children.allTests()])
    const of = (state: string): TestCase[] => tests.filter((test) => test.result().state === state)
    for (const test of of('skipped')) this.#print(`skipped: ${nameOf(test)}${reasonOf(test)}`)
    const broken = modules.filter((module) => module.errors().length > 0)
    for (const module of broken) this.#fail(module.moduleId, module.errors())
    for (const error of unhandled) this.#fail('outside a test', [error])
    for (const test of of('failed')) this.#fail(nameOf(test), test.result().errors ?? [])
    const failed = of('failed').length + broken.length + unhandled.length
    this.#print(`${of('passed').length} passed, ${failed} failed, ${of('skipped').length} skipped`)
  }

  #fail(name: string, errors: ReadonlyArray<SerializedError | Error>): void {
    this.#print(`\nFAILED ${name}`)
    for (const error of errors) this.#print(describe(error))
  }

  #print(line: string): void {
    this.#vitest?.logger.log(line)
  }
}

function nameOf(test: TestCase): string {
  return `${test.module.relativeModuleId}${FULL_NAME_SEPARATOR}${test.fullName}`
}

function reasonOf(test: TestCase): string {
  const result = test.result()
  return result.state === 'skipped' && result.note !== undefined ? ` (${result.note})` : ''
}

function describe(error: SerializedError | Error): string {
  const diff = 'diff' in error && typeof error.diff === 'string' ? `\n${error.diff}` : ''
  const stack = (error.stack ?? error.message).split('\n')
  const ours = stack.filter((line) => !line.includes('/node_modules/'))
  return `${ours.join('\n')}${diff}\n`
}
