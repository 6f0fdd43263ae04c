import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'

/** The rows of a packed file of JSON Lines. */
export function readPackedLines<Row>(path: string): Row[] {
  const lines = gunzipSync(readFileSync(path)).toString('utf8').split('\n')
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as Row)
}
