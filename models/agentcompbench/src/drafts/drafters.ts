import { diagnosedCode, fixedCode, namedFailures } from './code-drafts.ts'
import { messageOfDiff, reviewedCode } from './diff-drafts.ts'
import type { Drafter } from './draft.ts'
import { historyReuse, logReuse } from './history-drafts.ts'
import { relevantTurns } from './meeting-drafts.ts'
import {
  answeredPassages,
  chosenSentences,
  condensedAnswers,
  openQuestions,
} from './passage-drafts.ts'
import { plainWindows } from './plain-drafts.ts'
import { familyReuse, otherReuse } from './reuse-drafts.ts'
import { answeredRows } from './row-drafts.ts'
import { usedSchemas } from './schema-drafts.ts'
import { queriedSchemas, tableAnswers } from './table-drafts.ts'
import { summarised } from './titled-drafts.ts'
import { touchedElements } from './web-drafts.ts'

/** Every way to get drafts, the surest labels first: where a scenario has too many drafts, the first ones are taken. */
export function draftersOf(domainWords: ReadonlySet<string>): readonly Drafter[] {
  return [
    familyReuse(domainWords),
    answeredPassages,
    condensedAnswers,
    chosenSentences,
    openQuestions,
    relevantTurns,
    otherReuse(domainWords),
    answeredRows,
    tableAnswers,
    queriedSchemas,
    touchedElements,
    usedSchemas,
    reviewedCode,
    diagnosedCode,
    fixedCode,
    namedFailures,
    historyReuse(domainWords),
    messageOfDiff,
    logReuse(domainWords),
    summarised,
    plainWindows,
  ]
}
