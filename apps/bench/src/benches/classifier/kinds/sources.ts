import { createHash } from 'node:crypto'
import type { Kind } from '@x/classifier'
import {
  dialogue,
  diffText,
  type Extract,
  fences,
  fileList,
  firstUserMessage,
  jsonResults,
  logText,
  markdownTables,
  programFences,
  simplifiedPages,
  toolCalls,
  traces,
  wholeText,
  wordResults,
  writtenSteps,
} from './windows.ts'

/** Files of the corpus whose texts, read one way, are of one kind: the label comes from where a text lies. */
export interface KindSource {
  readonly kind: Kind
  readonly extract: Extract
  readonly files: readonly string[]
}

const REPOSITORIES = [
  'Aider-AI__aider',
  'Portkey-AI__gateway',
  'anthropics__anthropic-sdk-typescript',
  'colinhacks__zod',
  'crewAIInc__crewAI',
  'envoyproxy__ai-gateway',
  'gleam-lang__gleam',
  'honojs__hono',
  'kubernetes__test-infra',
  'kysely-org__kysely',
  'localstack__localstack',
  'microsoft__playwright',
  'unjs__unstorage',
  'vercel__ai',
]

const COMMITS = REPOSITORIES.map((name) => `git_diff/git-${name}`)

const HISTORIES = [
  'agent_history/specstory-chef-chopsky',
  'agent_history/specstory-polychrome',
  'agent_history/aider-chat-history',
  'code_debug/specstory-debug-sessions',
]

/** Conversations with tools: what the assistant calls, what the tools answer, what is said in between. */
const CONVERSATIONS = [
  'tool_result/tau-bench',
  'tool_result/tau2-bench-airline-retail',
  'mcp_tool_call/tau2-bench-other',
  'tool_result/dstc8-sgd',
  'db_query/sqlite-executed',
]

export const KIND_SOURCES: readonly KindSource[] = [
  { kind: 'json_api', extract: jsonResults, files: CONVERSATIONS },
  {
    kind: 'json_api',
    extract: wholeText,
    files: [
      'tool_result/localstack-snapshots',
      'tool_result/octokit-fixtures',
      'tool_result/octokit-webhooks-payloads',
      'json_schema/schemastore',
      'json_schema/openai-openapi',
      'json_schema/octokit-webhooks-schemas',
    ],
  },
  {
    kind: 'code',
    extract: fences,
    files: [
      ...HISTORIES,
      'code_debug/reflexion-programming',
      'agent_history/swe-agent-demos',
      'chat_history/mt-bench-101',
    ],
  },
  {
    kind: 'code',
    extract: programFences,
    files: [
      'devops_incident/govuk-manual',
      'devops_incident/moj-cloud-platform',
      'devops_incident/openshift-runbooks',
    ],
  },
  { kind: 'code', extract: wholeText, files: ['code_debug/quixbugs', 'db_query/spider-schemas'] },
  {
    kind: 'diff',
    extract: wholeText,
    files: [...COMMITS, 'git_diff/git-pydantic__pydantic-ai'],
  },
  {
    kind: 'diff',
    extract: diffText,
    files: REPOSITORIES.map((name) => `code_review/prdiff-${name}`),
  },
  { kind: 'diff', extract: firstUserMessage, files: ['code_review/crscore-human'] },
  {
    kind: 'log',
    extract: logText,
    files: [
      'cicd_log/jenkins-analysis-model',
      'cicd_log/pytorch-ci-logs',
      'cicd_log/rust-log-analyzer',
      'code_debug/moatless-testlogs',
      'code_debug/oxc-diagnostics',
      'code_debug/ruff-diagnostics',
    ],
  },
  {
    kind: 'stack_trace',
    extract: traces,
    files: [
      ...HISTORIES,
      'code_debug/moatless-testlogs',
      'cicd_log/pytorch-ci-logs',
      'cicd_log/jenkins-analysis-model',
      'code_debug/reflexion-programming',
      'agent_history/swe-agent-demos',
    ],
  },
  { kind: 'table', extract: wholeText, files: ['db_query/wtq-tables'] },
  { kind: 'table', extract: wordResults, files: ['db_query/sqlite-executed'] },
  {
    kind: 'table',
    extract: markdownTables,
    files: [
      ...HISTORIES,
      'news_aggregate/lwkd',
      'meeting_notes/k8s-community-notes',
      'meeting_notes/ethereum-pm',
      'devops_incident/govuk-manual',
      'devops_incident/moj-cloud-platform',
      'devops_incident/aws-ir-playbooks',
      'chat_history/mt-bench-101',
    ],
  },
  {
    kind: 'markdown',
    extract: wholeText,
    files: [
      'devops_incident/2i2c-incidents',
      'devops_incident/aws-ir-playbooks',
      'devops_incident/counteractive-irp',
      'devops_incident/dfds-postmortems',
      'devops_incident/govuk-manual',
      'devops_incident/k8s-testinfra-postmortems',
      'devops_incident/kubevirt-runbooks',
      'devops_incident/moj-cloud-platform',
      'devops_incident/openshift-runbooks',
      'devops_incident/pagerduty-docs',
      'devops_incident/prometheus-runbooks',
      'devops_incident/sourcegraph-handbook-ops',
      'news_aggregate/lwkd',
      'news_aggregate/this-week-in-rust',
      'meeting_notes/k8s-community-notes',
    ],
  },
  {
    kind: 'prose',
    extract: wholeText,
    files: [
      'rag_context/xquad-en',
      'rag_context/qed-dev',
      'rag_context/clapnq',
      'rag_context/litm-nq-oracle',
      'system_prompt/awesome-chatgpt-prompts',
    ],
  },
  { kind: 'chat', extract: wholeText, files: ['chat_history/ubuntu-irc', 'meeting_notes/qmsum'] },
  {
    kind: 'chat',
    extract: dialogue,
    files: [
      'chat_history/mt-bench-101',
      'chat_history/taskmaster-4',
      'rag_context/mtrag-un',
      ...CONVERSATIONS.slice(0, 4),
    ],
  },
  {
    kind: 'a11y_tree',
    extract: wholeText,
    files: [
      'browser_a11y/aria-adminlte',
      'browser_a11y/aria-aria-practices',
      'browser_a11y/aria-wiki',
      'browser_a11y/aria-sb-admin-2',
    ],
  },
  { kind: 'a11y_tree', extract: simplifiedPages, files: ['browser_a11y/autowebbench-en'] },
  {
    kind: 'tool_call',
    extract: toolCalls,
    files: [
      'mcp_tool_call/bfcl',
      'mcp_tool_call/api-bank',
      'mcp_tool_call/toolbench',
      'mcp_tool_call/cassettes-crewAIInc__crewAI',
      'mcp_tool_call/cassettes-pydantic__pydantic-ai',
      'agent_history/cassettes-crewAIInc__crewAI',
      ...CONVERSATIONS,
    ],
  },
  {
    kind: 'tool_call',
    extract: writtenSteps,
    files: ['agent_history/reflexion-hotpotqa', 'browser_session/webvoyager-examples'],
  },
  { kind: 'listing', extract: fileList, files: COMMITS },
]

/**
 * What a source file is held out by: files of one repository or one benchmark go together, whatever is read from them.
 * @example provenanceOf('git_diff/git-vercel__ai') // 'vercel__ai'
 */
function provenanceOf(file: string): string {
  return file
    .slice(file.indexOf('/') + 1)
    .replace(/^(?:git|prdiff|cassettes)-/, '')
    .replace(/^specstory-.*|^tau2?-bench.*/, (name) => name.slice(0, 4))
}

/** The lowest salt that leaves every kind two files to look at and two unseen ones, at least a sixth; chosen before any text was read. */
const SALT = 45
const UNSEEN_SHARE = 0.3

/**
 * Whether a file belongs to the sources that nobody looked at while the probes were written: about three of ten, by a hash of
 * their provenance.
 */
export function isUnseenSource(file: string, salt: number = SALT): boolean {
  const hash = createHash('sha256')
    .update(`unseen ${salt} ${provenanceOf(file)}`)
    .digest()
  return hash.readUInt32BE(0) < UNSEEN_SHARE * 2 ** 32
}
