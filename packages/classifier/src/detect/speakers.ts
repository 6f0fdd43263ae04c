import type { Line } from './line.ts'

/** Names before a colon that open the turns of a conversation. */
export interface Speakers {
  /** Whether a line opens with one of them. */
  opens(line: Line): boolean
  /** Whether a line stands before the first turn; false where nobody speaks. */
  isBefore(line: Line): boolean
}

const LABEL =
  /^(?:[*_]{0,3}|\[?\d{1,2}:\d\d(?::\d\d)?\]?\s+)(?:<\|?)?([\p{L}][\p{L}\p{N}.'’&/_()-]{0,30}(?: [\p{L}\p{N}(][\p{L}\p{N}.'’&/_()-]{0,30}){0,3})(?:\|?>)?[*_]{0,3}\s?:[*_]{0,3}(?:\s|$)/u

/** Words before a colon that nobody is called. */
const NO_NAMES =
  /^(?:errors?|warn(?:ing)?|info|notes?|hint|debug|fatal|help|todo|fixme|example|caused by|exception|summary|description|date|time|status|title|subject|from|to|cc|url|source|file|path|line|name|id|type|version|output|input|result|thought|action|observation|expected|actual|received|usage|step \d+)\b/i

/** Those who speak in chat transcripts by profession. */
const ROLES =
  /^(?:user|assistant|human|ai|system|bot|chatbot|agent|customer|client|operator|support|caller|interviewer|interviewee|doctor|patient|teacher|student|moderator|host|guest|me|you|gpt|chatgpt|claude|gemini|copilot|model|q|a)$/i

const LEAST_TURNS = 2
const LEAST_WORDS = 2
const LEAST_PLAIN_SHARE = 0.6

interface Tally {
  turns: number
  words: number
  plainWords: number
}

/** Finds who speaks in some lines: roles, and names that open several lines of talk. */
export function findSpeakers(lines: readonly Line[]): Speakers {
  const tallies = new Map<string, Tally>()
  for (const line of lines) {
    const label = line.colons === 0 || line.isContinued ? undefined : labelOf(line)
    if (label === undefined) continue
    const tally = tallies.get(label) ?? { turns: 0, words: 0, plainWords: 0 }
    tally.turns += 1
    tally.words += line.words
    tally.plainWords += line.plainWords + line.numbers / 2
    tallies.set(label, tally)
  }
  const names = new Set([...tallies].filter(isSpeaker).map(([label]) => label))
  if (names.size < 2) for (const name of namesOfTurns(lines, tallies)) names.add(name)
  const isConversation = names.size > 1
  const opens = (line: Line): boolean => {
    if (!isConversation || line.colons === 0 || line.isContinued) return false
    const label = labelOf(line)
    return label !== undefined && names.has(label)
  }
  const first = lines.find(opens)?.start ?? 0
  return { opens, isBefore: ({ start }) => start < first }
}

function labelOf({ body }: Line): string | undefined {
  return LABEL.exec(body)?.[1]
}

const MOSTLY = 0.6
const LEAST_SENTENCE = 5
const CAPITALISED = /^(?:\p{Lu}[\p{L}.'’-]*\s?){1,4}$/u

/** Where nearly every line opens with a capitalised name and goes on with a sentence, each is a turn, though nobody speaks twice. */
function namesOfTurns(
  lines: readonly Line[],
  tallies: ReadonlyMap<string, Tally>,
): readonly string[] {
  const turns = [...tallies].filter(
    ([label, { turns, words }]) =>
      CAPITALISED.test(label) && !NO_NAMES.test(label) && words > LEAST_SENTENCE * turns,
  )
  const opened = turns.reduce((sum, [, tally]) => sum + tally.turns, 0)
  const whole = lines.filter(({ isBlank, isContinued }) => !isBlank && !isContinued).length
  return opened >= MOSTLY * whole ? turns.map(([label]) => label) : []
}

function isSpeaker([label, { turns, words, plainWords }]: readonly [string, Tally]): boolean {
  if (ROLES.test(label)) return true
  if (turns < LEAST_TURNS || NO_NAMES.test(label) || !/^\p{Lu}|^\p{Lo}|\d$/u.test(label))
    return false
  return words >= LEAST_WORDS * turns && plainWords >= LEAST_PLAIN_SHARE * words
}
