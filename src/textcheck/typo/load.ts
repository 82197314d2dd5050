import { readFileSync } from 'node:fs'
import type { TypoEngine } from '../model.ts'
import { typoEngine, type Bars } from './engine.ts'
import { forestOf, languageOf } from './model.ts'

let loaded: TypoEngine | undefined

/** The engine with the model that lies beside it; read at the first call (under a second, about 100 MB), then kept. */
export function standardTypoEngine(): TypoEngine {
  if (loaded) return loaded
  const read = (name: string) => readFileSync(new URL(`model/${name}`, import.meta.url))
  const language = languageOf(read('characters.bin'), read('words.bin'))
  const { about, ...forest } = forestOf(read('judge.bin'))
  loaded = typoEngine(language, forest, about['bars'] as Bars)
  return loaded
}
