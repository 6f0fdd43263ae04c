import { type Form, formOfRules, type Probe } from '../probe.ts'
import { scoreJson } from './json-api.ts'

/** What a model asks of tools, in the forms that model APIs and agents write. */
export const toolCallProbe: Probe = {
  kind: 'tool_call',
  holds: ['json_api', 'prose', 'markdown', 'code'],
  forms: [
    callsInJson(),
    formOfRules(
      'tags',
      [
        [
          /^\s*<\/?(?:antml:)?(?:tool_call|tool_calls|tool_use|function_calls?|invoke|parameter|function=\w|parameter=\w|tool_code|use_mcp_tool|execute_command|read_file|write_to_file|apply_diff)\b/,
          5,
        ],
        [/^\s*<\|(?:tool_call|python_tag|tool_calls_section|channel)/, 5],
        [/^\s*\[TOOL_CALLS\]/, 6],
      ],
      (line, { words }) => Math.max(scoreJson(line) - 0.5, words) - 1.2,
    ),
    formOfRules(
      'steps',
      [
        [/^(?:Thought|Action|Observation|Action Input|Act|Obs) ?\d*: ?/, 4],
        [/^(?:Final Answer|PlannedAction|Tool|Tool Input|Tool Output): /, 3],
        [/^(?:\*\*)?(?:Thought|Action|Action Input|Observation)(?: \d+)?(?:\*\*)?:(?:\*\*)?/, 4],
        [/^>? ?(?:think|search|click|finish|lookup)\[[^\]]*\]$/i, 3],
      ],
      (_, { words }) => Math.min(1, words - 0.6),
    ),
    formOfRules(
      'written calls',
      [
        [/^(?:API-Request: ?|<API-Request> ?|```tool_code$)/, 5],
        [/^\[[A-Za-z_][\w.]*\((?:[A-Za-z_]\w* ?= ?.*)?\)(?:,|\])/, 5],
        [/^(?:functions|multi_tool_use|default_api|tools)\.\w+\(/, 4],
        [/^to=functions\.\w+/, 5],
      ],
      () => -2,
    ),
  ],
}

const CALL =
  /"(?:tool_calls?|tool_call_id|tool_use_id|function_call|functionCall|toolUse|toolCallId|tool_uses|recipient_name)"|"arguments" ?: ?"|"type" ?: ?"(?:function_call|tool_use|tool-call|tool_call)"|"method" ?: ?"tools\/call"|"action_input" ?:/
const NAME = /"name" ?: ?"[\w.:/-]+"/
const INPUT =
  /"(?:input|args|arguments|kwargs)" ?: ?\{|"(?:parameters|params)" ?: ?\{(?! ?"(?:t|\$|p)| ?$)./
const SCHEMA = /"(?:properties|required|\$ref|description)" ?: ?/

/** JSON that holds calls: a line that shows one counts more than JSON, any other a little less. */
function callsInJson(): Form {
  return {
    name: 'json calls',
    blank: -0.5,
    score: (line, { after, isInJson }) => {
      const points = isInJson ? 4 : scoreJson(line)
      if (points < 0) return points - 0.2
      if (CALL.test(line.text)) return points + 3
      if (
        NAME.test(line.text) &&
        (INPUT.test(line.text) || (INPUT.test(after?.text ?? '') && !SCHEMA.test(line.text)))
      )
        return points + 2.5
      return points - 0.12
    },
  }
}
