import { createRestorer } from '@x/dictionary'
import type { AliasDefinition } from '../compression/compressor.ts'
import type { OpenLane } from './lanes.ts'

/** Opens lanes over the aliases that one request defined. */
export function openLanes(aliases: readonly AliasDefinition[]): OpenLane {
  return (lane) => createRestorer(aliases, { lane })
}
