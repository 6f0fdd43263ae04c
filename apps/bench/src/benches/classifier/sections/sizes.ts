import { withoutDocuments } from '@x/agentcompbench'
import { linear } from '@x/classifier'
import { type Family, packLinearModel } from '@x/classifier/training'
import { trainModel } from '@x/linear'
import { type Cell, markdownTable } from '../../../table.ts'
import { type MeasuredBackend, remembering } from '../backends/measured-backends.ts'
import { openedBackend, openModel } from '../backends/open-model.ts'
import { showFigure, showGain } from '../measure/figure-table.ts'
import { isHeldOut } from '../sizes/held-out.ts'
import { type LossFacts, type SizedModel, sizedModels } from '../sizes/sized-models.ts'
import { SIZED_PARTS, type SizedPart } from '../sizes/sized-parts.ts'
import { fastest, LARGE, modelRunner, withLargeRunner } from '../speed/runners.ts'
import type { SectionContext } from './section.ts'

const FAMILIES: readonly Family[] = ['structured', 'natural']
const LINEAR = 'none: linear model'

/**
 * What layers buy: encoders of like training on documents of the train split that were held out of all of them. They are what
 * `npm run train -- FAMILY --layers N --steps M` leaves behind.
 *
 * @throws {Error} where there is none
 */
export async function sizesSection(context: SectionContext): Promise<string> {
  const { root, corpus, log } = context
  const families = FAMILIES.filter((family) => sizedModels(root, family).length > 0)
  if (families.length === 0) {
    throw new Error('no model to compare: run `npm run train -- structured --layers N --steps M`')
  }
  log('sizes: training the linear model without the held-out documents')
  const base = trainModel(
    withoutDocuments(corpus, (docId) => isHeldOut(docId)),
    log,
  )
  const tables: string[] = []
  for (const family of families) {
    const models = sizedModels(root, family)
    log(`sizes: speed of ${family}`)
    const speeds = await speedsOf(models)
    log(`sizes: measuring ${family}`)
    const backends = await backendsOf(family, models, base)
    const parts = await SIZED_PARTS[family](corpus, backends)
    tables.push(...tablesOf(family, models, parts, speeds))
  }
  return tables.join('\n\n')
}

async function backendsOf(
  family: Family,
  models: readonly SizedModel[],
  base: ReturnType<typeof trainModel>,
): Promise<MeasuredBackend[]> {
  const backends: MeasuredBackend[] = [
    { name: LINEAR, backend: linear({ weights: packLinearModel(base) }), isEncoder: false },
  ]
  for (const model of models) {
    const backend = remembering(openedBackend(family, await openModel(model.folder, base)))
    backends.push({ name: nameOf(model), backend, isEncoder: true })
  }
  return backends
}

/** How many times as fast as the large encoder each is, in the order of the models. */
function speedsOf(models: readonly SizedModel[]): Promise<readonly string[]> {
  return withLargeRunner(async (large) => {
    const runners = [large]
    for (const model of models) runners.push(await modelRunner(nameOf(model), model.folder))
    const best = await fastest(runners)
    const slow = best.get(large)!
    return runners
      .filter(({ name }) => name !== LARGE)
      .map((runner) => `${(best.get(runner)! / slow).toFixed(1)}x`)
  })
}

function tablesOf(
  family: Family,
  models: readonly SizedModel[],
  parts: readonly SizedPart[],
  speeds: readonly string[],
): string[] {
  const columns = parts.flatMap((part) => part.rates.map((rate) => ({ ...part, rate })))
  const titles = columns.map(({ title, rate }) => `${title} ${rate}`)
  const figures = (arm: string): Cell[] =>
    columns.map(({ results, rate, groups }) => showFigure(results.figure(arm, rate, groups), true))
  const gains = (arm: string, over: string): Cell[] =>
    columns.map(({ results, rate, groups }) => showGain(results.gain(arm, over, rate, groups)))
  const rows = models.map((model, i): Cell[] => {
    const { bytes, training } = model.manifest
    const facts = [(bytes / 1e6).toFixed(1), `${training.step}`, ...lossCells(training)]
    return [nameOf(model), ...facts, speeds[i]!, ...figures(nameOf(model))]
  })
  const alone = ['', '', ...lossCells(models[0]!.manifest.linearAlone), '']
  const head = ['MB', 'steps', 'loss', 'precision', 'speed']
  const counts = parts.map(({ title, cases }) => `${title} ${cases}`).join(', ')
  return [
    markdownTable(
      [`layers, \`${family}\``, ...head, ...titles],
      [[LINEAR, ...alone, ...figures(LINEAR)], ...rows],
    ),
    `Cases of held-out documents: ${counts}. Points over the linear model:`,
    markdownTable(
      [`layers, \`${family}\``, ...titles],
      models.map((model) => [nameOf(model), ...gains(nameOf(model), LINEAR)]),
    ),
  ]
}

function lossCells({ dev, precision }: LossFacts): string[] {
  return [dev.toFixed(3), precision.toFixed(2)]
}

function nameOf({ manifest }: SizedModel): string {
  return `${manifest.layers}`
}
