import { formOfRules, type Probe } from '../probe.ts'

/** Names of files: found paths, folders, trees, matches of a search, states of files. */
export const listingProbe: Probe = {
  kind: 'listing',
  holds: ['code'],
  forms: [
    formOfRules(
      'paths',
      [
        [
          /^(?:[A-Z]:\\|\.{0,2}\/|~\/)?(?:[\w@.+~()$[\]-]+[/\\])+[\w@.+~()$[\]-]*(?:\s\(\d+[^)]*\))?$/,
          2.4,
        ],
        [/^\.{1,2}$|^\.?\/$/, 1],
        [/^[\w@.+~-]+\.[A-Za-z]\w{0,9}$/, 1.2],
        [/^(?:\.{0,2}\/|~\/)[\w@.+~/ -]+$/, 1.6],
        [/^[\w@.+~-]{2,}\/?$/, 0.3],
      ],
      unlikely,
      -0.5,
    ),
    formOfRules(
      'folders',
      [
        [/^\s*[bcdlps-](?:[r-][w-][xsStT-]){3}[.+@]?\s/, 6],
        [/^total \d+(?:\.\d+)?[KMG]?$/, 5],
        [/^\.{0,2}\/[\w@.+~/-]*:$/, 4],
        [/^[\w@.+~/-]+:$/, 0.5],
        [/^[\w@.+~-]+$/, 0.6],
        [/^\d{2,4}[-/.]\d\d[-/.]\d{2,4}\s+\d\d:\d\d(?:\s?[AP]M)?\s+(?:<DIR>|[\d.,]+)\s/, 6],
        [/^\s*\d+(?:\.\d+)?[KMGT]?\t\.{0,2}\/?\S+$/, 4],
        [/^\s*\d+\s+(?:\d{4}-\d\d-\d\d|[A-Z][a-z]{2} ?\d\d?)\s+\d\d:\d\d\s+\S/, 4],
        [/^d-+|^-a-+\s/, 3],
        [/^\[(?:DIR|FILE|dir|file|D|F)\] \S/, 5],
      ],
      unlikely,
      -0.2,
    ),
    formOfRules(
      'trees',
      [
        [/^[│|\s\u00a0]*(?:[├└]─{1,2}|[|`+\\]--) ?\S/, 6],
        [/^[│|\s\u00a0]+$/, 1],
        [/^\d+ director(?:y|ies)(?:, \d+ files?)?$/, 6],
        [/^\.$|^[\w@./~-]+\/?$/, 0.8],
      ],
      unlikely,
      -0.2,
    ),
    formOfRules(
      'matches',
      [
        [
          /^(?:[A-Z]:)?(?:\.{0,2}\/)?[\w@.+~/\\-]*[\w+~-]\.\w{1,8}[:-]\d+[:-](?!\d+:|\s(?:[A-Za-z]+ ){3}|\s\[\w+\] |\d+:? (?:error|warning|note)\b)/,
          3.6,
        ],
        [/^--$/, 1],
        [/^(?:Found \d+ (?:files?|matches)|Binary file \S+ matches)/, 3],
        [/^\s*L?(?:ine )?\d+: /, 0.8],
        [/^(?:\.{0,2}\/)?[\w@.+~-]+\/[\w@.+~/-]*\.\w{1,8}:?$/, 1],
      ],
      unlikely,
      -0.2,
    ),
    formOfRules(
      'states',
      [
        [/^(?:[ MADRCU?!]{2}|[MADRCTUX]\d{0,3}) {1,2}"?[\w@.+~/-]+\/?"?(?: -> \S+)?$/, 3],
        [/^(?:[MADRCTUX]\d{0,3})\t\S/, 5],
        [/^\d{6} (?:blob|tree|commit) [0-9a-f]{40}\s/, 6],
        [/^\s+(?:modified|new file|deleted|renamed|both modified): {2,}\S/, 4],
        [
          /^(?:On branch |Your branch is|Changes (?:not staged|to be committed)|Untracked files:|nothing to commit|no changes added)/,
          4,
        ],
      ],
      unlikely,
      -0.2,
    ),
  ],
}

function unlikely(): number {
  return -2.5
}
