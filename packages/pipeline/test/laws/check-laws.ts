import {
  createPipeline,
  type PipelineResult,
  type Policy,
  restoreTranscript,
  type TokenCounter,
  type Transcript,
} from '../../src/index.ts'

/** What a run is made with; `prefixes` tells which beginnings are rendered afresh and compared. */
export interface LawOptions {
  readonly tokenizer: TokenCounter
  readonly policy: Policy
  readonly prefixes?: (length: number) => readonly number[]
}

/** Throws, with the part's place, where one of the laws does not hold for this transcript. Answers the result. */
export function checkLaws(transcript: Transcript, options: LawOptions): PipelineResult {
  const { tokenizer, policy } = options
  const afresh = (): ReturnType<typeof createPipeline> =>
    createPipeline({ tokenizer, policy, rememberedPrefixes: 0 })
  const result = afresh().run(transcript)
  // A form that was refused cost nothing but its gain, and is a bug of the stage that wrote it.
  for (const { reason } of result.failures) throw new Error(`a form was refused: ${reason}`)
  checkExact(transcript, result)
  checkNeverWorse(transcript, result, tokenizer)
  checkUntouched(transcript, result, policy)
  const remembering = createPipeline({ tokenizer, policy })
  const all = transcript.parts.map((_, at) => at)
  for (const length of options.prefixes?.(transcript.parts.length) ?? all) {
    const prefix = { ...transcript, parts: transcript.parts.slice(0, length) }
    for (const [name, pipeline] of [
      ['afresh', afresh()],
      ['remembering', remembering],
    ] as const) {
      const sent = pipeline.run(prefix).parts
      const broken = sent.findIndex((part, at) => part.text !== result.parts[at]!.text)
      if (broken >= 0) throw new Error(`prefix of ${length} parts, ${name}: part ${broken} differs`)
    }
  }
  return result
}

function checkExact(transcript: Transcript, result: PipelineResult): void {
  // Only what was sent: the original texts are taken away first.
  const sent = result.parts.map((part) => ({ ...part, part: { ...part.part, text: '' } }))
  restoreTranscript(sent).parts.forEach((part, at) => {
    if (part.text !== transcript.parts[at]!.text) throw new Error(`part ${at} is not restored`)
  })
}

function checkNeverWorse(
  transcript: Transcript,
  result: PipelineResult,
  tokenizer: TokenCounter,
): void {
  let tokensAfter = 0
  result.parts.forEach(({ part, text, stage, tokensBefore, tokensAfter: after }, at) => {
    tokensAfter += tokenizer.countTokens(text)
    if (tokenizer.countTokens(part.text) !== tokensBefore) throw new Error(`part ${at}: count`)
    if (tokenizer.countTokens(text) !== after) throw new Error(`part ${at}: count after`)
    if (stage !== 'escape' && after > tokensBefore) throw new Error(`part ${at} grew`)
    if (stage !== 'escape' && text !== part.text && after >= tokensBefore) {
      throw new Error(`part ${at} changed without a gain`)
    }
    if (stage === 'escape' && (!transcript.restrictions?.isLone || text !== `~${part.text}`)) {
      throw new Error(`part ${at} was escaped without need`)
    }
  })
  if (tokensAfter !== result.tokensAfter) throw new Error('the total is not that of the parts')
  const gained = result.stages.reduce((sum, s) => sum + s.tokensBefore - s.tokensAfter, 0)
  const escapes = result.parts
    .filter(({ stage }) => stage === 'escape')
    .reduce((sum, part) => sum + part.tokensAfter - part.tokensBefore, 0)
  if (gained - escapes !== result.tokensBefore - result.tokensAfter) {
    throw new Error('the stages do not add up')
  }
}

function checkUntouched(transcript: Transcript, result: PipelineResult, policy: Policy): void {
  const roles = policy.roles ?? ['tool', 'user']
  result.parts.forEach(({ part, text, fidelity, stage }, at) => {
    if (part !== transcript.parts[at]) throw new Error(`part ${at} is another one`)
    const mayChange = part.kind === 'text' && (roles.includes(part.role) || stage === 'escape')
    if (!mayChange && text !== part.text) throw new Error(`part ${at} may not change`)
    if ((fidelity === 'verbatim') !== (text === part.text)) throw new Error(`part ${at}: fidelity`)
  })
}
