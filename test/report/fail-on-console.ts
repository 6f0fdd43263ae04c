import { afterEach, beforeEach, expect } from 'vitest'

const METHODS = ['log', 'info', 'warn', 'error', 'debug', 'trace'] as const
const original = new Map(METHODS.map((method) => [method, console[method]]))
const calls: string[] = []

// A library that prints is a library that leaks: whoever calls console in a test has a failing test.
beforeEach(() => {
  calls.length = 0
  for (const method of METHODS) {
    console[method] = (...values: unknown[]) => {
      calls.push(`console.${method}(${values.map(String).join(', ')})`)
    }
  }
})

afterEach(() => {
  for (const [method, write] of original) console[method] = write
  expect(calls, 'console was called during the test').toEqual([])
})
