import { createKeepClassifier, type KeepBackend, scoreHeuristic, selectKept } from '@x/classifier'

/** Texts of several kinds. */
export const TEXTS: readonly string[] = [
  JSON.stringify(
    Array.from({ length: 30 }, (_, i) => ({
      id: `W-${i}`,
      city: 'Lyon',
      status: 'paid',
      total: i * 7,
    })),
  ),
  Array.from(
    { length: 50 },
    (_, i) =>
      `2026-01-02 10:00:${i} ${i % 9 === 4 ? 'ERROR' : 'INFO'} [job-${i}] took ${i * 31} ms`,
  ).join('\n'),
  'Marie Curie was born in Warsaw in 1867. It rained. She studied in Paris. You must not forget it. '.repeat(
    4,
  ),
  [
    'The lighthouse on the cape was finished in 1871. Its lamp burned oil for fifty years. Ships pass it at night.',
    'Shepherds sell cheese on the market of the harbour. Some of them went to study in Paris, where they met a chemist.',
    'A storm took the pier in the winter of 1903. The village built a new one from stone within a year.',
  ].join('\n'),
  '今日は晴れです。明日は雨でしょう。Tokyo 2026。'.repeat(6),
]

/** The rates that are compared. */
export const KEPT_RATES: readonly number[] = [0.2, 0.5]

/** What the heuristic keeps of each text, at each rate, without and with a question. */
export function selectAll(): string[] {
  return TEXTS.flatMap((text) =>
    KEPT_RATES.flatMap((rate) =>
      [{ rate }, { rate, query: 'Where was Marie Curie born?' }].map(
        (query) => selectKept(text, scoreHeuristic(text, query), query).text,
      ),
    ),
  )
}

/** What a backend keeps of each text, at each rate, without and with a question, with the report. */
export async function keepAll(backend: KeepBackend): Promise<string[]> {
  const classifier = createKeepClassifier({ backend })
  const results: string[] = []
  for (const text of TEXTS) {
    for (const rate of KEPT_RATES) {
      for (const query of ['', 'Where did Marie Curie study?']) {
        const { text: kept, report } = await classifier.keep(text, { rate, query })
        results.push([kept, ...report].join('\n'))
      }
    }
  }
  return results
}
