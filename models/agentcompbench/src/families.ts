/** A family of tools, and the corpus files that hold its conversations: what is left out whole to test for transfer. */
export const FAMILIES: Readonly<Record<string, readonly string[]>> = {
  tau: ['tool_result/tau-bench'],
  tau2: ['tool_result/tau2-bench-airline-retail', 'mcp_tool_call/tau2-bench-other'],
  sgd: ['tool_result/dstc8-sgd'],
  webshop: ['browser_session/react-webshop'],
  swe: ['agent_history/swe-agent-demos'],
  cassettes: [
    'mcp_tool_call/cassettes-crewAIInc__crewAI',
    'mcp_tool_call/cassettes-pydantic__pydantic-ai',
    'mcp_tool_call/cassettes-traceloop__openllmetry',
  ],
  wiki: ['browser_session/wiki-sessions'],
  hotpot: ['agent_history/reflexion-hotpotqa'],
}

/** The families with enough validation samples to be judged by; the mean over these is `all`. */
export const LARGE_FAMILIES: readonly string[] = ['tau', 'tau2', 'sgd', 'webshop']
