export type Family = 'structured' | 'natural'

/** The 17 scenarios, and which of the two models serves them. */
export const SCENARIOS: Readonly<Record<string, Family>> = {
  code_review: 'structured',
  tool_result: 'structured',
  json_schema: 'structured',
  code_debug: 'structured',
  db_query: 'structured',
  mcp_tool_call: 'structured',
  git_diff: 'structured',
  browser_a11y: 'structured',
  cicd_log: 'structured',
  email_digest: 'natural',
  news_aggregate: 'natural',
  agent_history: 'natural',
  rag_context: 'natural',
  meeting_notes: 'natural',
  chat_history: 'natural',
  devops_incident: 'natural',
  browser_session: 'natural',
}

const KINDS: Readonly<Record<string, string>> = {
  code_review: 'diff',
  git_diff: 'diff',
  cicd_log: 'log',
  code_debug: 'code',
  browser_a11y: 'a11y_tree',
  chat_history: 'chat',
  rag_context: 'prose',
  meeting_notes: 'prose',
  devops_incident: 'markdown',
  news_aggregate: 'markdown',
  agent_history: 'markdown',
}

/** The content kind of a text, by the scenario it stands in; JSON by itself. */
export function kindOf(scenario: string, isJson: boolean): string {
  return isJson ? 'json_api' : (KINDS[scenario] ?? 'mixed')
}
