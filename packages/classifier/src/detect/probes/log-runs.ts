import type { Rule } from '../probe.ts'

/** What test runners print. */
export const TEST_RULES: readonly Rule[] = [
  [
    /\.{3} (?:ok|FAIL|ERROR|skipped|expected failure)\b|^test\w* (?:.* )?(?:ok|FAIL|ERROR|[XFEfs])$/,
    5,
  ],
  [/^test_\w+ \([\w.]+\)|\.py::\w+|^>{3,} ?(?:Start|End|Run) /, 4],
  [/^={3,} .* ={3,}$|^-{10,} .* -{10,}$|^_{3,} .* _{3,}$/, 4],
  [/^\S+::\S+.*\b(?:PASSED|FAILED|SKIPPED|ERROR|XFAIL|XPASS)\b/, 5],
  [/^(?:PASSED|FAILED|SKIPPED|ERROR|XFAIL|PASS|FAIL|SUCCESS)\b[: ]/, 4],
  [/^=== (?:RUN|PAUSE|CONT|NAME)\b|^\s*--- (?:PASS|FAIL|SKIP):/, 6],
  [/^(?:ok|FAIL|\?) {2,}\S+|^(?:not )?ok \d+\b/, 5],
  [
    /^test \S+ .*\.\.\. (?:ok|FAILED|ignored|bench)|^test_\w+ .*\.\.\. (?:ok|FAIL|ERROR|skipped)/,
    6,
  ],
  [/^\s*[✓✔✗✘×✕√○●◯] /, 2.5],
  [
    /^(?:Tests?|Test Suites|Test Files|Snapshots|Time|Ran all|Duration|Start at):? .*(?:\d+ (?:passed|failed|total)|\d+(?:\.\d+)? ?m?s\b)/,
    4,
  ],
  [
    /^Ran \d+ tests? in |^collected \d+ items?|^(?:rootdir|platform|plugins|cachedir|configfile): ?/,
    5,
  ],
  [/^E {2,}\S/, 3],
  [/^> {3,}\S|^\S+\.(?:py|js|ts|rb|go|rs):\d+: \w*(?:Error|Exception|Failed)?$/, 3],
  [/^\S+\.py [.FEsx]+(?:\s+\[ *\d+%\])?$|^[.FEsx]{10,}(?:\s+\[ *\d+%\])?$/, 4],
  [/^Tests run: \d+|^Running \S+Test|^running \d+ tests?|^test result: /, 5],
  [/^ {2}\d+\) |^ {4}at |^ {4}(?:Expected|Received|expect\()/, 1],
  [/^(?:FAIL|ERROR): test\w* \(|^OK \(|^FAILED \(/, 5],
]

/** What builds, package managers and CI runners print. */
export const BUILD_RULES: readonly Rule[] = [
  [
    /^\s*(?:Copying|Deleting|Creating|Touching|Processing|Building|Updating|Compiling|Linking|Generating|Resolving|Validating|Cleaning|Moving|Extracting|Installing|Skipping|Applying) .*["'/\\]/,
    3,
  ],
  [
    /^\s*(?:Target "?\w+"?(?: in |:)|Project "|Done (?:building|executing)|Task "|Build started |Build FAILED|Using ")/,
    4.5,
  ],
  [/^_{10,}$|^\s+_{10,}$/, 1],
  [/^##\[\w+\]|^::(?:group|endgroup|error|warning|notice|set-output|debug)\b/, 6],
  [/^\s*\[ *\d+%\] |^\s*\[\d+\/\d+\] /, 4],
  [/^(?:make|gmake|ninja)(?:\[\d+\])?: /, 5],
  [
    /^(?:[\w-]*(?:gcc|g\+\+|cc|clang|clang\+\+|c\+\+|ld|ar|nvcc|rustc|javac|libtool|gfortran|icc|armcc)|\/\S+\/\S+) -\S/,
    3.5,
  ],
  [/^\s+\[(?:javac|echo|exec|mkdir|copy|delete|junit|java|jar|checkstyle|javadoc|\w+)\] /, 4],
  [/^> Task :|^> Configure project|^BUILD (?:SUCCESSFUL|FAILED)|^FAILURE: Build/, 6],
  [
    /^(?:Compiling|Building|Linking|Installing|Downloading|Downloaded|Collecting|Fetching|Resolving|Extracting|Unpacking|Setting up|Preparing|Processing|Running|Executing|Starting|Finished|Generating|Cloning|Copying|Creating|Deploying|Pulling|Pushing|Uploading|Using cached|Requirement already satisfied|Successfully|Checking|Scanning|Loading|Reading|Writing|Removing|Updating|Waiting|Started|Stopping|Stopped|Created|Completed)\b(?! (?:the|a|an|in|of|is|for|to|that|this|your)\b)/,
    1.6,
  ],
  [/^(?:Get|Hit|Ign|Err|Fetched):?\d* |^Selecting previously|^\(Reading database/, 4],
  [/^(?:Step \d+\/\d+|#\d+ (?:\[|\d|DONE|CACHED|ERROR|sha256)|--->| ---> )/, 4],
  [/^\+{1,3} (?:[a-z./]|\w+=)/, 1.5],
  [
    /^(?:remote|fatal|hint|Receiving objects|Resolving deltas|Counting objects|Compressing objects|HEAD is now at|From https?:|To https?:| \* \[new)/,
    3,
  ],
  [
    /^(?:yarn|pnpm|lerna|nx|turbo|tsc|vite|webpack|rollup|esbuild|asset|modules by path|chunk|\S+ in \d+ms)\b/,
    1.2,
  ],
  [/^\s*\d+(?:\.\d+)?%? ?\|[#=█ >-]*\||\r|\b\d+%\|/, 3],
  [/^\[(?:INFO|ERROR|WARNING|DEBUG)\]/, 4],
  [
    /^(?:[\w/.-]+: )?(?:command not found|No such file or directory|Permission denied|Segmentation fault)/,
    3,
  ],
  [
    /^(?:Exit code|exit status|Process (?:exited|completed)|Build (?:step|finished|succeeded|FAILED)|Finished: |Started by |Elapsed|Time Elapsed|real\t|user\t|sys\t|Total time)/i,
    3.5,
  ],
  [/^={10,}$|^-{10,}$|^\*{10,}$/, 0.8],
  [/^(?:Performing|Configuring|Entering|Leaving|Skipping|Ignoring|Restored|Saved|Cache) \S+.*/, 1],
  [
    /^ {2,}(?:Compiling|Finished|Running|Downloaded|Downloading|Checking|Updating|Fresh|Blocking|Doc-tests|Documenting|Locking|Adding) \S/,
    4,
  ],
]
