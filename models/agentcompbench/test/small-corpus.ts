import { type Corpus, type CorpusRecord, createCorpus } from '../src/index.ts'

const SPLITS = ['train', 'validation'] as const

const RESULT = JSON.stringify({
  bookings: [
    { booking: 'KX81', guest: 'Ida Norberg', price: 1250, hotel: 'Harbour View', nights: 3 },
    { booking: 'ZP07', guest: 'Ida Norberg', price: 310, hotel: 'Green Court', nights: 1 },
    { booking: 'QD55', guest: 'Ida Norberg', price: 99, hotel: 'Railway Lodge', nights: 1 },
  ],
  note: 'Bookings can be changed until noon of the day before arrival, by phone or at the desk.',
  policies: ['no pets', 'breakfast from seven', 'quiet after ten', 'late arrival by arrangement'],
})

const PASSAGE = `The bridge at Ardholm was opened in 1934 by the mayor. It replaced a ferry that had run for two
centuries. Engineers had warned of the current, and the eastern pier was moved twice. The town paid for it with a toll,
which was lifted in 1951. Today some four thousand people cross it each day, most of them on foot.`

const LOG = Array.from(
  { length: 60 },
  (_, i) =>
    `12:00:${String(i).padStart(2, '0')} worker-${i % 7} compiled module${i} in ${i * 13} ms`,
).join('\n')

/** A corpus of a few texts of our own: a document a split and number. */
export function smallCorpus(): Corpus {
  return createCorpus({
    'tool_result/tau-bench': numbered('tool_result', 6, conversation),
    'rag_context/xquad-en': numbered('rag_context', 4, passage),
    'cicd_log/jenkins-analysis-model': numbered('cicd_log', 2, (n) => ({
      text: `run ${n}\n${LOG}`,
    })),
    'meeting_notes/qmsum': numbered('meeting_notes', 2, meeting),
  })
}

function numbered(
  scenario: string,
  count: number,
  make: (number: number) => Partial<CorpusRecord>,
): CorpusRecord[] {
  return SPLITS.flatMap((split) =>
    Array.from({ length: count }, (_, n): CorpusRecord => {
      const docId = `${scenario}:${split}:${n}`
      const number = split === 'train' ? n : n + 1000
      return { id: docId, scenario, source: docId, license: 'MIT', docId, split, ...make(number) }
    }),
  )
}

function conversation(number: number): Partial<CorpusRecord> {
  const result = RESULT.replaceAll('81', String(81 + number))
  const id = `KX${81 + number}`
  return {
    messages: [
      { role: 'user', content: 'I am Ida Norberg and want to change my stay at the harbour.' },
      {
        role: 'assistant',
        content: null,
        tool_calls: [{ function: { name: 'list_bookings', arguments: '{"guest":"Ida Norberg"}' } }],
      },
      { role: 'tool', content: result },
      { role: 'assistant', content: `Booking ${id} costs 1,250 for the nights you asked for.` },
    ],
  }
}

function passage(number: number): Partial<CorpusRecord> {
  const text = `${PASSAGE} It is bridge ${number} on the list.`
  const start = text.indexOf('1934')
  const qas = [
    { question: 'When was the bridge opened?', answers: [{ answer_start: start, text: '1934' }] },
  ]
  return { text, reference: { qas } }
}

function meeting(number: number): Partial<CorpusRecord> {
  const turns = Array.from({ length: 30 }, (_, i) =>
    i === 12
      ? `Ana: The remote control will have a rubber case and one button, as decided in meeting ${number}.`
      : `Ben: Well, I have nothing much to add about point ${i} of the agenda today.`,
  )
  const specific = [
    {
      query: 'What was decided about the case?',
      answer: 'The remote control gets a rubber case with one button.',
      relevant_turns: [['12', '12'] as const],
    },
  ]
  return { text: turns.join('\n'), reference: { general: [], specific } }
}
