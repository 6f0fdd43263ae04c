import { formOfRules, type Probe } from '../probe.ts'

const ROLES =
  'generic|text|link|button|heading|paragraph|list|listitem|table|row|cell|rowgroup|columnheader|rowheader|img|image|banner|main|navigation|contentinfo|complementary|search|searchbox|textbox|checkbox|radio|radiogroup|combobox|option|listbox|menu|menubar|menuitem|menuitemcheckbox|menuitemradio|tab|tablist|tabpanel|tree|treeitem|treegrid|grid|gridcell|group|region|article|document|dialog|alertdialog|alert|status|log|marquee|timer|tooltip|toolbar|separator|slider|spinbutton|progressbar|meter|scrollbar|switch|figure|form|iframe|code|emphasis|strong|term|definition|blockquote|note|feed|math|application|presentation|none|time|insertion|deletion|subscript|superscript|caption|directory|mark|suggestion|comment|LabelText|StaticText|RootWebArea|DisclosureTriangle|Iframe|Section|LayoutTable|Video|Audio|Canvas'

/** What a page shows to those who do not see it, or to an agent: snapshots, numbered elements, reduced markup. */
export const a11yTreeProbe: Probe = {
  kind: 'a11y_tree',
  forms: [
    formOfRules(
      'snapshots',
      [
        [/\[ref=\w+\]/, 5],
        [
          new RegExp(
            `^\\s*- ["']?(?:${ROLES})(?: "(?:[^"\\\\]|\\\\.)*"?| \\/)?(?: \\[[\\w-]+(?:=[^\\]]*)?\\])*["']?(?::|$)`,
          ),
          3,
        ],
        [/^\s*- \/(?:url|placeholder|children): /, 5],
        [
          /^\s*- '?(?:row|cell|link|button|listitem|heading|text|paragraph|columnheader|rowheader|generic|img|gridcell|option|treeitem|menuitem|tab) ["[]?/,
          3,
        ],
        [/^\s*- (?:text|paragraph|cell|listitem|heading|strong|emphasis|code): \S/, 3],
        [/^- (?:Page URL|Page Title|Page Snapshot|Page snapshot): ?/i, 4],
      ],
      (line) => (line.indent > 3 && /^- \S+/.test(line.body) ? -0.4 : -2.5),
      -1,
    ),
    formOfRules(
      'numbered elements',
      [
        [new RegExp(`^\\s*\\[?\\d+\\]? (?:${ROLES})\\b(?: ['"]|,|$)`), 4],
        [/^\s*\*?\[\d+\](?::? ?<\w+|: ?"|<\/?\w+)/, 4],
        [/^\s*(?:RootWebArea|StaticText|uid=\S+ \w+) /, 4],
        [/^Tab \d+ \(current\): |^\[Tab \d+\]|^URL: \S+$|^(?:OBJECTIVE|PREVIOUS ACTION): /, 3],
        [new RegExp(`^\\s*(?:${ROLES}) (?:\\[\\d+\\]|'[^']*'|"[^"]*")(?:,? \\w+[=:]|$)`), 3],
        [
          /^\[(?:Back to Search|Next >|< Prev|Search|Buy Now|Description|Features|Reviews|Attributes)\]/,
          3,
        ],
        [/^\[B0[A-Z0-9]{8}\]/, 4],
      ],
      (_, { prose }) => -0.5 - Math.max(0, prose) * 0.4,
      -0.3,
    ),
    formOfRules(
      'reduced markup',
      [
        [/^(?:<\s)+<?/, 4],
        [/<\w+(?:\[[A-Z]{1,4}\])?\| ?/, 6],
        [/<\w+ id=["']?\d+["']?(?: [a-z]+=(?:"[^"]*"|\S+))*>/, 1],
        [/^(?:>\s){2,}/, 2],
      ],
      (line) =>
        line.isContinued
          ? /[<>] [<>]|<\w+(?:\[[A-Z]{1,4}\])?\| /.test(line.text)
            ? 3
            : 0.5
          : -2.5,
      -1,
    ),
  ],
}
