/** A chat request of our own whose tool result is a long JSON list, indented: about 6,000 tokens, and the notation wins. */
export function largeChatRequest(rows = 200): Record<string, unknown> {
  const orders = Array.from({ length: rows }, (_, index) => ({
    order_id: `A-${1000 + index}`,
    status: index % 3 === 0 ? 'shipped' : 'waiting',
    total_cents: 1250 + index * 7,
    currency: 'EUR',
    warehouse: 'north',
  }))
  return {
    model: 'gpt-4o',
    messages: [
      { role: 'system', content: 'You help with orders.' },
      { role: 'user', content: 'Which orders wait?' },
      {
        role: 'assistant',
        content: null,
        tool_calls: [
          {
            id: 'call_1',
            type: 'function',
            function: { name: 'list_orders', arguments: '{"status":"any"}' },
          },
        ],
      },
      { role: 'tool', tool_call_id: 'call_1', content: JSON.stringify({ orders }, null, 2) },
    ],
  }
}
