import type { ResolvedConversationOptions } from './conversation-options.ts'

/** Where net efficiency goes. */
export type EfficiencyTrend = 'improving' | 'stable' | 'declining'

/** Mean change of net efficiency per turn beyond which a trend is more than noise. */
const NOTICEABLE = 0.025

/** The trend of the last net efficiencies (oldest first). */
export function trendOf(efficiencies: readonly number[]): EfficiencyTrend {
  const first = efficiencies[0]
  const last = efficiencies[efficiencies.length - 1]
  if (first === undefined || last === undefined || efficiencies.length < 2) return 'stable'
  const change = (last - first) / (efficiencies.length - 1)
  if (change > NOTICEABLE) return 'improving'
  return change < -NOTICEABLE ? 'declining' : 'stable'
}

/**
 * Whether a conversation goes on being compressed after its latest turn. Until the window is full it does: one short
 * message says nothing. Up to `longConversationThreshold` turns the latest net efficiency must exceed `minNetEfficiency`;
 * after that the mean over the window must exceed `longConversationMinEfficiency` and the trend must not decline.
 */
export function shouldContinue(
  turnNumber: number,
  recent: readonly number[],
  options: ResolvedConversationOptions,
): boolean {
  if (options.forceCompression || recent.length < options.efficiencyTrendWindow) return true
  if (turnNumber <= options.longConversationThreshold) {
    return recent[recent.length - 1]! > options.minNetEfficiency
  }
  const mean = recent.reduce((sum, value) => sum + value, 0) / recent.length
  return mean > options.longConversationMinEfficiency && trendOf(recent) !== 'declining'
}
