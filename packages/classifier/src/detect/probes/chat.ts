import type { Line } from '../line.ts'
import { type Form, formOfRules, type Probe, type Rule, type Surroundings } from '../probe.ts'
import { scoreMarkdown } from './markdown.ts'

/** Conversations of people or of people and assistants. */
export const chatProbe: Probe = {
  kind: 'chat',
  holds: ['prose', 'markdown', 'table', 'listing'],
  forms: [
    namedTurns(),
    chatForm('relay chat', [
      [/^(?:\S{1,40} ){0,2}\[?\d{1,2}:\d\d(?::\d\d)?\]? *<[ @+%&~]?[^<>\s]{1,32}>(?:\s|$)/, 6],
      [
        /^(?:\S{1,40} ){0,2}\[?\d{1,2}:\d\d(?::\d\d)?\]? *(?:-\w+- |(?:===|\*\*\*|\*|-!-|-->|<--|→|←) +\S+ (?:\[|\(|has |is now|joined|left|quit|sets ))/,
        6,
      ],
      [
        /^(?:\S{1,40} ){0,2}(?:===|\*\*\*|-!-) \S+ .*\b(?:joined|left|quit|parted|is now known as|sets mode|has changed)/,
        5,
      ],
      [/^<[ @+%&~]?[A-Za-z][^<>\s=/]{0,31}> \S/, 4],
    ]),
    chatForm('marked roles', [
      [/^<\|(?:im_start|start_header_id|system|user|assistant|eot_id|im_end)\|?>?/, 6],
      [
        /^(?:#{2,4} |\*\*|_\*\*|\[)?(?:User|Assistant|Human|System|AI|Bot|You|ChatGPT|Cursor|Agent|Claude|Copilot|USER|ASSISTANT|HUMAN)(?: \([^)]{0,60}\))?(?:\*\*_|\*\*|\])?:?(?:\*\*)?$/,
        6,
      ],
      [/^\[\/?INST\]|^<<SYS>>/, 5],
    ]),
    chatForm('messenger', [
      [/^\*\*?[\p{L}][^*]{1,40}\*\*?:? ?[[(]?\d{1,2}:\d\d/u, 5],
      [
        /^\[?\d{1,4}[./-]\d{1,2}[./-]\d{1,4},? \d{1,2}:\d\d(?::\d\d)?(?:[ \u202f]?[AaPp][Mm])?\]?(?: -)? [^:]{1,40}: /,
        6,
      ],
      [/^\[?\d{1,2}:\d\d(?::\d\d)?(?:[ \u202f]?[AP]M)?\]?,? (?:From )?[\p{L}][^:]{1,30}: \S/u, 3],
      [
        /^[\p{L}][\p{L}\p{N} .'_-]{1,40}[ —-]{1,3}\[?(?:(?:Today|Yesterday) at )?\d{1,2}:\d\d(?::\d\d)?(?: ?[AP]M)?\]?$/u,
        4,
      ],
      [/^(?:\d\d:)?\d\d:\d\d[.,]\d{3} --> (?:\d\d:)?\d\d:\d\d[.,]\d{3}/, 5],
    ]),
  ],
}

/** What stands before the first turn may be the end of one, but more often is something else. */
const BEFORE_FIRST_TURN = 1.2

/** Turns that open with a name and a colon; what follows may be anything that is said. */
function namedTurns(): Form {
  return {
    name: 'named turns',
    score: (line, around) => {
      if (around.speakers.opens(line)) return 5
      return talk(line, around) - (around.speakers.isBefore(line) ? BEFORE_FIRST_TURN : 0)
    },
  }
}

function chatForm(name: string, rules: readonly Rule[]): Form {
  return formOfRules(name, rules, talk)
}

/** A line inside a turn: less than the same line in a document, so that it takes turns to make a conversation. */
function talk(line: Line, around: Surroundings): number {
  return Math.max(scoreMarkdown(line, around), -0.8) - 0.25
}
