import {
  createPipeline,
  type Keeper,
  type Pipeline,
  type Policy,
  policyVersion,
  resolvePolicy,
} from '@x/pipeline'
import { cacheRulesOf, withStartRule } from '@x/pipeline/planner'
import { type EncodingName, loadTokenizer, resolveModel, type Tokenizer } from '@x/tokens'

/** A pipeline and what its results depend on. */
export interface ModelPipeline {
  readonly pipeline: Pipeline
  /** Names policy and keeper: equal versions render equal bytes. */
  readonly policyVersion: string
  /** Whether text may be dropped: it then has to be run with records. */
  readonly mayLose: boolean
  readonly encoding: EncodingName
  readonly approximate: boolean
}

/** What a request is rendered for. */
export interface PipelineWish {
  readonly model: string
  readonly policy: Policy
  /** Whether the result goes to a model whose provider caches prompts: the start rule then holds. */
  readonly isSent: boolean
  /** Whether the next request may carry this one again. */
  readonly isRemembered: boolean
}

/** Whose tokens are counted where nobody names a model. */
export const FALLBACK_MODEL = 'gpt-5'

/** Prefixes that one pipeline remembers. */
const REMEMBERED_PREFIXES = 256

/** Callers choose policies in `/api/compress`: only this many pipelines are kept. */
const MAX_PIPELINES = 32

/**
 * Keeps pipelines by policy and encoding: what they remember of a conversation lets its next request pay for its new
 * messages only.
 * @param loadKeeper called once text may be dropped
 */
export function createPipelines(
  loadKeeper: () => Promise<Keeper>,
): (wish: PipelineWish) => Promise<ModelPipeline> {
  // A Map keeps insertion order: the first key is the least recently used one.
  const kept = new Map<string, ModelPipeline>()
  return async (wish) => {
    const { encoding, approximate } = resolveModel(wish.model)
    const policy = policyFor(wish)
    const resolved = resolvePolicy(policy)
    const key = [policyVersion(resolved), encoding, approximate].join(' ')
    const known = wish.isRemembered ? kept.get(key) : undefined
    const found = known ?? (await make())
    if (wish.isRemembered) keep(kept, key, found)
    return found

    async function make(): Promise<ModelPipeline> {
      const mayLose = resolved.loss !== undefined
      const pipeline = createPipeline({
        tokenizer: await loadTokenizer(encoding),
        policy,
        approximate,
        alsoCount: approximate ? [await otherTokenizer(encoding)] : [],
        rememberedPrefixes: wish.isRemembered ? REMEMBERED_PREFIXES : 0,
        now: () => performance.now(),
        ...(mayLose && { keeper: await loadKeeper() }),
      })
      return { pipeline, policyVersion: pipeline.version, mayLose, encoding, approximate }
    }
  }
}

/** `strict` is the operator's word to compress always; `hybrid` never takes a prefix below what its provider caches. */
function policyFor({ model, policy, isSent }: PipelineWish): Policy {
  return isSent && policy.mode !== 'strict' ? withStartRule(policy, cacheRulesOf(model)) : policy
}

/** Where the model's own tokenizer is not public, a rewrite must win under both of the encodings in use. */
function otherTokenizer(encoding: EncodingName): Promise<Tokenizer> {
  return loadTokenizer(encoding === 'cl100k_base' ? 'o200k_base' : 'cl100k_base')
}

function keep(kept: Map<string, ModelPipeline>, key: string, pipeline: ModelPipeline): void {
  kept.delete(key)
  kept.set(key, pipeline)
  for (const oldest of kept.keys()) {
    if (kept.size <= MAX_PIPELINES) return
    kept.delete(oldest)
  }
}
