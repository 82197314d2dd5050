import type { Lexicon } from '../model.ts'
import { compileLexicon } from './compile.ts'
import { seedEntries } from './seed.ts'

export { compileLexicon } from './compile.ts'
export type { LexiconEntry } from './model.ts'
export { seedEntries } from './seed.ts'

let seed: Lexicon | undefined

/** The list every office begins with, compiled once. */
export const seedLexicon = (): Lexicon => (seed ??= compileLexicon(seedEntries()))
