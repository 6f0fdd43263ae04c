import { type Form, formOfRules } from '../probe.ts'

/** HTML and XML. */
export const markup: Form = formOfRules(
  'markup',
  [
    [/^\s*<(?:!DOCTYPE|\?xml|!--|!\[CDATA)/i, 4],
    [/^\s*<\/?[A-Za-z][\w:.-]*(?:\s+[\w:@.-]+(?:=(?:"[^"]*"?|'[^']*'?|\{.*))?)*\s*\/?>?/, 2.2],
    [/^\s*(?:[\w:@.-]+=(?:"[^"]*"|\{.*\})\s*)+\/?>?$/, 1.8],
    [/<\/[A-Za-z][\w:.-]*>\s*$/, 1.8],
    [/<\/?[A-Za-z][^<>]*>.*<\/?[A-Za-z][^<>]*>/, 1.8],
    [/^\s*(?:\/?>|-->)$/, 1.2],
  ],
  (line, { prose }) => (line.indent > 0 ? -0.3 : -1) - Math.max(0, prose) * 0.5,
)

/** CSS and what compiles to it. */
export const styles: Form = formOfRules(
  'styles',
  [
    [/^\s*--?[\w-]+: [^;]*;$/, 2.5],
    [/^\s*[a-z-]+: [^;{]+;\s*(?:\/\*.*)?$/, 2.2],
    [
      /^\s*(?:@media|@import|@keyframes|@font-face|@tailwind|@apply|:root|[.#*&]?[\w-][\w\s.#:,>+~()[\]="'*-]*)\{\s*$/,
      1.8,
    ],
    [/^\s*\}$/, 0.9],
    [/^\s*\/\*/, 1],
  ],
  (_, { prose }) => Math.min(-1, -1.2 - prose),
)

/** YAML, TOML, INI, environment files, Dockerfiles, Makefiles, HCL. */
export const settings: Form = formOfRules(
  'settings',
  [
    [/^\s*#(?: |$|[A-Za-z])/, 0.4],
    [
      /^\s*(?:apiVersion|kind|metadata|spec|version|services|jobs|steps|uses|runs-on|on|env|image):(?: |$)/,
      2.6,
    ],
    [/^\s*-? ?(?:[\w./$-]{1,48}|"[^"]{1,48}"|'[^']{1,48}'):(?:$| [|>]-?$)/, 1.6],
    [/^\s*(?:- )*[a-z_][\w./-]{0,48}: (?:\S+ ){0,6}\S*$/, 1.5],
    [/^\s*(?:- )*[a-z_][\w./-]{0,48}: \S/, 0.3],
    [/^\s*(?:FROM|RUN|COPY|ADD|ENV|WORKDIR|CMD|ENTRYPOINT|EXPOSE|ARG|USER|VOLUME|LABEL) \S/, 2.2],
    [/^\s*\[\[?[\w.": -]+\]\]?$/, 2],
    [
      /^\s*(?:resource|variable|module|output|provider|data|locals|terraform)(?: "[\w.-]+")* \{$/,
      3,
    ],
    [/^\s*[\w.%/-]+:(?: [\w.%/$()-]+)*$/, 0.4],
    [/^\s+- \S+$/, 0.5],
  ],
  (line, { prose }) => {
    if (/^\s*[\w.-]+ ?= ?\S/.test(line.text)) return prose < 0.5 ? 1.5 : 0
    return Math.min(-0.5, -0.8 - prose)
  },
)
