import { it } from 'vitest'
import { expectIdenticalForwarding } from './fuzzed-bodies.ts'

it('forwards 100 fuzzed bodies byte for byte where nothing is compressed', () =>
  expectIdenticalForwarding(100))
