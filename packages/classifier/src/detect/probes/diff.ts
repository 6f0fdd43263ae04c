import { type Form, formOfRules, type Probe, type Rule } from '../probe.ts'

const HEADERS: readonly Rule[] = [
  [/^diff --(?:git|cc|combined) /, 7],
  [/^@@@? -\d+(?:,\d+)? (?:-\d+(?:,\d+)? )?\+\d+(?:,\d+)? @@/, 7],
  [/^(?:---|\+\+\+) (?:[ab]\/|\/dev\/null|"?[\w.]+[\w./-]*(?:\t|$))/, 5],
  [/^index [0-9a-f]{4,40}(?:,[0-9a-f]+)?\.\.[0-9a-f]{4,40}/, 6],
  [
    /^(?:similarity|dissimilarity) index \d+%$|^(?:rename|copy) (?:from|to) |^(?:new|deleted) file mode \d{6}|^(?:old|new) mode \d{6}/,
    6,
  ],
  [/^\\ No newline at end of file/, 6],
  [/^Binary files .* differ$|^GIT binary patch$|^Index: \S+$|^Only in .*: /, 5],
  [/^\*\*\* (?:Begin Patch|End Patch|Update File:|Add File:|Delete File:|Move to:)/, 7],
  [/^={40,}$/, 0.5],
]

/** What changed in files: git, unified, context and plain diffs, patches for agents. */
export const diffProbe: Probe = {
  kind: 'diff',
  holds: ['code', 'prose', 'markdown', 'listing'],
  holdsFrom: 0.4,
  forms: [
    formOfRules('commit', COMMIT_RULES(), (line) => {
      if (/^ {4}\S/.test(line.text)) return 1
      return /^ \S.*\s\|\s+(?:\d+ [+-]+|Bin )/.test(line.text) && /[./]/.test(line.text) ? 4 : -2.5
    }),
    hunks(),
    formOfRules(
      'plain',
      [
        [/^\d+(?:,\d+)?[acd]\d+(?:,\d+)?$/, 5],
        [/^[<>] \S/, 1.5],
        [/^[<>]$/, 1],
        [/^---$/, 1],
      ],
      unlikely,
    ),
    formOfRules(
      'context',
      [
        [/^\*{3} \d+(?:,\d+)? \*{4}$/, 6],
        [/^--- \d+(?:,\d+)? ----$/, 6],
        [/^\*{15}/, 4],
        [/^! /, 2],
        [/^[+-] \S/, 0.8],
        [/^ {2}/, 0.4],
      ],
      unlikely,
    ),
  ],
}

function COMMIT_RULES(): readonly Rule[] {
  return [
    [/^commit [0-9a-f]{7,40}(?: \(.*\))?$/, 7],
    [/^(?:Author|Commit|Merge|AuthorDate|CommitDate): +\S/, 4],
    [/^Date: {3}\S/, 5],
    [/^From [0-9a-f]{40} Mon Sep/, 7],
    [/^ \d+ files? changed(?:, \d+ (?:insertions?|deletions?)\([+-]\))+/, 6],
    [/^ (?:create|delete) mode \d{6} /, 6],
    [/^Subject: \[PATCH/, 6],
  ]
}

/** Added, removed and kept lines; a list item that begins with a dash is no removed line. */
function hunks(): Form {
  const fragment = formOfRules(
    'hunks',
    [
      ...HEADERS,
      [/^\+(?:[^+ ]|\s{2,}|$)/, 2.6],
      [/^\+ \S/, 1.6],
      [/^\+\+/, 1.2],
      [/^-(?:[^- ]|\s{2,})/, 2.2],
      [/^-$/, 1.5],
      [/^- \S/, 0.3],
      [/^--/, 0.3],
      [/^@@/, 3],
      [/^(?: {2})+\S/, -0.3],
      [/^ /, 0.3],
      [/^\t/, -0.2],
    ],
    unlikely,
  )
  return {
    name: 'hunks',
    score: (line, around) => (around.isInDiff ? 6 : fragment.score(line, around)),
  }
}

function unlikely(): number {
  return -2.7
}
