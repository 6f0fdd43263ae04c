/** The languages that `detect` names. */
export type Language =
  | 'typescript'
  | 'javascript'
  | 'python'
  | 'go'
  | 'rust'
  | 'java'
  | 'kotlin'
  | 'c'
  | 'cpp'
  | 'csharp'
  | 'ruby'
  | 'php'
  | 'swift'
  | 'sql'
  | 'shell'
  | 'html'
  | 'xml'
  | 'css'
  | 'yaml'
  | 'toml'
  | 'json'
  | 'dockerfile'
  | 'hcl'
  | 'makefile'

/** A language and what tells it. */
export interface LanguageMarks {
  readonly language: Language
  /** Each line that matches counts that many points. */
  readonly marks: ReadonlyArray<readonly [pattern: RegExp, points: number]>
}

/** One row a language; where two fit equally well, the earlier one wins. */
export const LANGUAGES: readonly LanguageMarks[] = [
  {
    language: 'typescript',
    marks: [
      [
        /^\s*(?:export )?(?:interface \w+|type \w+(?:<[^>]*>)? =|enum \w+|declare |namespace \w+|abstract class )/,
        4,
      ],
      [
        /[\w)\]?]\s?: (?:string|number|boolean|void|unknown|any|never|Promise<|Record<|Array<|readonly |\w+\[\])/,
        3,
      ],
      [
        /\bas (?:const|unknown|any|string|number)\b|^import type |\b(?:private|public|protected|readonly) \w+[:?]|<\w+>\(/,
        2.5,
      ],
      [
        /^\s*(?:import .* from ['"]|export (?:default |const |async |function |\{)|(?:const|let) [\w{[].* =)/,
        1.2,
      ],
      [/=> [{(]|=>$|===|!==|\bawait \w|console\.\w+\(|\$\{/, 0.8],
    ],
  },
  {
    language: 'javascript',
    marks: [
      [/\brequire\(['"]|module\.exports|\bvar \w+ =|document\.|window\.|\$\(['"]/, 2.2],
      [
        /^\s*(?:import .* from ['"]|export (?:default |const |async |function |\{)|(?:const|let) [\w{[].* =)/,
        1.3,
      ],
      [/^\s*(?:async )?function\s?\*? ?\w*\(|^\s*(?:describe|it|test|expect)\(/, 1.2],
      [/=> [{(]|=>$|===|!==|\bawait \w|console\.\w+\(|\$\{|\bundefined\b/, 0.9],
      [/className=|<\/?[A-Z]\w*[ >]|\buse(?:State|Effect|Ref)\(|^\s*return \($|\{\w+ && /, 3],
    ],
  },
  {
    language: 'python',
    marks: [
      [
        /^\s*(?:async )?def \w+\(.*|^\s*class \w+.*:$|^\s*(?:from [\w.]+ import |import [\w.]+(?: as \w+)?$)/,
        3,
      ],
      [/^\s*(?:if|elif|for|while|with|try|except|else|finally)\b.*:$|\bself\.\w|__\w+__/, 2],
      [
        /^\s*(?:"""|'''|@\w+(?:\.\w+)*(?:\(.*\))?$)|\bNone\b|\bTrue\b|\bFalse\b|\blen\(|\bprint\(|f["']/,
        1.2,
      ],
    ],
  },
  {
    language: 'go',
    marks: [
      [/^package \w+$|^func (?:\(\w+ \*?\w+\) )?\w+\(|^\s*type \w+ (?:struct|interface) \{/, 4],
      [
        /:= |\bif err != nil|\berr :?=|^\s*(?:defer|go) \w|\bfmt\.|\bnil\b|chan \w|\[\]\w+\{|^import \(/,
        1.8,
      ],
    ],
  },
  {
    language: 'rust',
    marks: [
      [
        /^\s*(?:pub(?:\(\w+\))? )?(?:fn \w+|struct \w+|enum \w+|trait \w+|mod \w+)|^\s*impl(?:<[^>]*>)? |^\s*use (?:std|crate|super|\w+)::|^\s*#!?\[/,
        3.5,
      ],
      [
        /\blet mut \w|&mut \w|&self|-> \w+.* \{|::\w+\(|\w+!\(|\bSome\(|\bOk\(|\bErr\(|\.unwrap\(\)|\bmatch \w.* \{/,
        1.8,
      ],
    ],
  },
  {
    language: 'java',
    marks: [
      [
        /^\s*(?:public|private|protected) (?:static |final |abstract |synchronized )*[\w<>[\], ]+[ (]\w*.*[({;]$|^package [\w.]+;|^import (?:static )?(?:java|org|com|javax|io|net)\.[\w.*]+;/,
        3.5,
      ],
      [
        /^\s*@(?:Override|Test|Autowired|Service|Entity|Inject)\b|\bSystem\.out\.|\bnew \w+(?:<[^>]*>)?\(|\bfinal \w|\bString\b|throws \w/,
        1.8,
      ],
      [/^\s*(?:int|boolean|double|long|void|List<\w+>|Map<\w+) \w+/, 1],
    ],
  },
  {
    language: 'kotlin',
    marks: [
      [
        /^\s*(?:override |private |suspend |internal )*fun \w|^\s*(?:data|sealed|object|companion) (?:class|object)|\bval \w+(?:: \w+)? =|^\s*when ?\(/,
        3,
      ],
    ],
  },
  {
    language: 'c',
    marks: [
      [/^\s*#\s?(?:include [<"]|define \w|ifdef|ifndef|endif|pragma)/, 3],
      [
        /\b(?:printf|malloc|free|sizeof|memcpy|strlen|NULL)\b|^\s*(?:static |const |unsigned )*(?:int|char|void|float|double|size_t|uint\d+_t|struct \w+) \*?\w+.*[;{(]|->\w/,
        1.8,
      ],
    ],
  },
  {
    language: 'cpp',
    marks: [
      [
        /\bstd::|^\s*template ?<|^\s*(?:class|namespace) \w+.*\{?$|\bcout\b|\bnullptr\b|^\s*using namespace|\bvirtual\b|\w+::\w+\(/,
        2.6,
      ],
      [/^\s*#\s?(?:include <\w+>|pragma)/, 3],
      [/\b(?:public|private|protected):$|\bauto \w|const \w+ ?&|\bint \w+/, 1.5],
    ],
  },
  {
    language: 'csharp',
    marks: [
      [
        /^\s*using [A-Z][\w.]*;|^\s*namespace [A-Z][\w.]*|\{ get; (?:set|private set|init);|\bConsole\.Write|\bpublic (?:async |static |override )*(?:Task|string|void|int|bool|class|IActionResult)\b/,
        3.4,
      ],
      [/\bvar \w+ = (?:await |new )|\bstring\b|\.\w+Async\(|\bforeach ?\(/, 1.2],
    ],
  },
  {
    language: 'ruby',
    marks: [
      [
        /^\s*(?:def \w+[?!]?(?:\(|$)|end$|require ['"]|module [A-Z]\w*$|class [A-Z]\w*(?: < \w+)?$|attr_\w+ :)|\bdo \|\w+/,
        2,
      ],
      [/\bputs |\.each\b|=> ?['":]|\bnil\b|@\w+ =/, 1],
    ],
  },
  {
    language: 'php',
    marks: [
      [/<\?php/, 8],
      [/^\s*\$\w+ = |\$this->|->\w+\(|\bfunction \w+\(.*\$\w/, 3],
    ],
  },
  {
    language: 'swift',
    marks: [
      [
        /^\s*(?:import (?:UIKit|Foundation|SwiftUI)|guard let|(?:private |public |@\w+ )*func \w+\(.*\{|extension \w+)|\bif let \w/,
        2.5,
      ],
    ],
  },
  {
    language: 'sql',
    marks: [
      [
        /^\s*(?:SELECT|INSERT INTO|UPDATE \w+ SET|DELETE FROM|CREATE (?:TABLE|INDEX|VIEW|UNIQUE|OR REPLACE)|ALTER TABLE|DROP TABLE|WITH \w+ AS)\b/i,
        4,
      ],
      [
        /^\s*(?:FROM|WHERE|(?:LEFT |INNER |RIGHT )?JOIN|GROUP BY|ORDER BY|VALUES|PRIMARY KEY|FOREIGN KEY|LIMIT|HAVING)\b/,
        2.5,
      ],
      [/\b(?:VARCHAR|INTEGER|TEXT|NOT NULL|REFERENCES|TIMESTAMP|NUMERIC|REAL)\b/, 1.5],
    ],
  },
  {
    language: 'shell',
    marks: [
      [/^#!.*\b(?:ba|z|k|da)?sh\b/, 8],
      [
        /^\s*(?:[$%>] )?(?:sudo |time )?(?:cd|ls|cat|grep|echo|export|curl|wget|git|gh|npm|npx|pnpm|yarn|node|python3?|pip3?|docker(?:-compose)?|kubectl|oc|helm|terraform|aws|gcloud|make|cargo|go|mkdir|rm|cp|mv|chmod|tar|ssh|sed|awk|source|apt(?:-get)?|brew|find|virtctl|bash|sh)(?:\s|$)/,
        2,
      ],
      [
        /^\s*(?:if \[|fi$|done|then$|esac|for \w+ in .*; do)|\$\(|&& |\| (?:grep|jq|awk|head|xargs)| --[a-z][\w-]+|\\$/,
        1.2,
      ],
    ],
  },
  {
    language: 'html',
    marks: [
      [
        /^\s*<\/?(?:!DOCTYPE html|html|head|body|div|span|p|a|ul|li|table|tr|td|th|script|style|link|meta|h[1-6]|img|form|input|button|section|nav|footer|header|main|br|label|title)\b[^>]*>?/i,
        2.2,
      ],
      [/<\/(?:div|span|p|a|li|td|h\d|button|label|title|script)>/i, 1],
    ],
  },
  {
    language: 'xml',
    marks: [
      [/^\s*<\?xml|xmlns(?::\w+)?=/, 6],
      [/^\s*<\/?[\w.-]+(?::[\w.-]+)?(?:\s[\w:.-]+="[^"]*")*\s*\/?>/, 1.5],
    ],
  },
  {
    language: 'css',
    marks: [
      [/^\s*(?:[.#@:*&]?[\w-][\w\s.#:,>~()[\]="'-]*)\{\s*$/, 0.8],
      [
        /^\s*--?[\w-]+: [^;]*;$|^\s*(?:color|background|margin|padding|display|font|border|width|height|position|flex|grid|top|left|opacity|transition|align-items|justify-content)[\w-]*: ?[^;]+;/,
        2.6,
      ],
      [/^@(?:media|import|keyframes|font-face|tailwind)/, 3],
    ],
  },
  {
    language: 'yaml',
    marks: [
      [/^\s*(?:- )?[\w./-]+:(?: |$)(?!.*[;{]$)/, 1.5],
      [/^---$|^\s*- \S|^(?:apiVersion|kind|metadata|spec|on|jobs):/, 1],
    ],
  },
  {
    language: 'toml',
    marks: [
      [/^\[\[?[\w.":-]+\]\]?$/, 3],
      [/^[\w.-]+ ?= ?(?:"|\[|\d|true|false|\{)/, 1.6],
    ],
  },
  {
    language: 'dockerfile',
    marks: [[/^(?:FROM|RUN|COPY|WORKDIR|CMD|ENTRYPOINT|EXPOSE|ENV|ARG) \S/, 3]],
  },
  {
    language: 'hcl',
    marks: [
      [
        /^\s*(?:resource|variable|module|output|provider|data|locals|terraform)(?: "[\w.-]+")* \{$/,
        4,
      ],
      [/^\s*\w+ += /, 0.5],
    ],
  },
  {
    language: 'makefile',
    marks: [
      [/^\.PHONY:|^\t@?\w|^\$\(\w+\)|^[A-Z_]+ ?:?= /, 1.5],
      [/^[\w.%-]+:(?: [\w.%-]+)*$/, 1],
    ],
  },
  {
    language: 'json',
    marks: [
      [/^\s*"[^"]*" ?: ?/, 1.6],
      [/^\s*[{}[\]],?$/, 0.2],
    ],
  },
]
