import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'

/** Why the corpus of prompts cannot be read here, for `ctx.skip`; undefined where it can. */
export const NO_PROMPTS: string | undefined =
  process.env.PITH_DATA === undefined ? 'PITH_DATA is not set' : noFolder(promptsFolder())

/** Every text of the corpus, wherever it stands in a record. */
export function* readPrompts(): Generator<string> {
  for (const name of readdirSync(promptsFolder())) {
    const lines = gunzipSync(readFileSync(join(promptsFolder(), name)))
      .toString()
      .split('\n')
    for (const line of lines.filter(Boolean)) yield* stringsOf(JSON.parse(line))
  }
}

function* stringsOf(value: unknown): Generator<string> {
  if (typeof value === 'string') yield value
  if (typeof value !== 'object' || value === null) return
  for (const item of Object.values(value)) yield* stringsOf(item)
}

function promptsFolder(): string {
  return join(process.env.PITH_DATA ?? '', 'data/prompts')
}

function noFolder(folder: string): string | undefined {
  return existsSync(folder) ? undefined : `there is no ${folder}`
}
