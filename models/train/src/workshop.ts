import { join } from 'node:path'
import type { Corpus } from '@x/agentcompbench'
import { openCorpus } from '@x/agentcompbench/node'
import type { LinearModel } from '@x/classifier/training'
import { crossFit } from './cross-fit.ts'
import { ensurePython, runPython } from './python.ts'

/** What every training needs: where things are, and how its Python is run. */
export interface Workshop {
  readonly corpus: Corpus
  /** The samples that `models/agentcompbench` built, and the card that names them. */
  readonly samples: string
  readonly card: string
  /** The folder `models`. */
  readonly models: string
  /** A folder of a training's own. */
  folderOf(...names: string[]): string
  /** The linear model for a document, trained without it. */
  linearOf(): (docId: string) => LinearModel
  /** The word pieces of the weights that training starts from. */
  vocabulary(): Promise<string>
  /** Runs a module of `pith_train`; returns what it prints. */
  run(module: string, ...args: string[]): Promise<string>
}

/** Opens the workshop; makes its Python environment where it is not there. */
export async function openWorkshop(root: string, data: string): Promise<Workshop> {
  const python = await ensurePython(root)
  const models = join(root, '..')
  const corpus = openCorpus(data)
  const folderOf = (...names: string[]) => join(root, '.work', ...names)
  const run = (module: string, ...args: string[]) =>
    runPython(python, root, ['-m', `pith_train.${module}`, ...args])
  return {
    corpus,
    samples: join(models, 'agentcompbench', 'build', 'samples-train.jsonl.gz'),
    card: join(models, 'agentcompbench', 'README.md'),
    models,
    folderOf,
    linearOf: () =>
      crossFit(corpus, folderOf('linear'), (line) => void process.stdout.write(`${line}\n`)),
    vocabulary: async () => join((await run('minilm')).trim(), 'vocab.txt'),
    run,
  }
}
