/** An input of ours that a visitor can try with one click. */
export interface Sample {
  readonly title: string
  readonly hint: string
  load(): Promise<string>
}

const raw = (module: Promise<{ default: string }>): Promise<string> =>
  module.then((loaded) => loaded.default)

/** Loaded when asked for; the files are those of `fixtures/inputs`. */
export const SAMPLES: readonly Sample[] = [
  {
    title: 'API response',
    hint: '100 issues as JSON',
    load: () => raw(import('../../../fixtures/inputs/api-response.json?raw')),
  },
  {
    title: 'Support agent',
    hint: 'a chat with 12 tool calls',
    load: () => raw(import('../../../fixtures/inputs/support-agent.openai.json?raw')),
  },
  {
    title: 'Coding agent',
    hint: 'a chat with long file views',
    load: () => raw(import('../../../fixtures/inputs/coding-agent.openai.json?raw')),
  },
  {
    title: 'Application log',
    hint: '420 lines, stack traces',
    load: () => raw(import('../../../fixtures/inputs/app.log?raw')),
  },
  {
    title: 'Listing',
    hint: 'ls -lR of a source tree',
    load: () => raw(import('../../../fixtures/inputs/ls-lR.txt?raw')),
  },
]
