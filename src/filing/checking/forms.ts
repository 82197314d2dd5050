import type { FormValues } from '../../web/index.ts'
import { type Signer, signerLabels } from '../model.ts'
import type { PaperCheck, SeenPaper } from './checks.ts'
import type { Correction } from './corrections.ts'

/** Papers of which everything was answered in a form of 逐表核验; a line left open stays open. */
export function checksFrom(values: FormValues): PaperCheck[] {
  const text = (name: string) => String(values[name] ?? '')
  return Object.keys(values)
    .filter((name) => name.startsWith('paper-'))
    .flatMap((name) => {
      const at = name.slice('paper-'.length)
      const [signedBy, sealed, matches] = [text(`signedBy-${at}`), text(`sealed-${at}`), text(`matches-${at}`)]
      if (!Object.hasOwn(signerLabels, signedBy) || sealed === '' || matches === '') return []
      return [{ paper: text(name), signedBy: signedBy as Signer, sealed: sealed === 'yes', matches: matches === 'yes' }]
    })
}

/** Everybody who checked, transcribed or confirmed. */
export const handsOn = (checks: readonly SeenPaper[], corrections: readonly Correction[]): string[] => [
  ...checks.map(({ checkedBy }) => checkedBy),
  ...corrections.flatMap(({ transcribed, confirmed }) => [transcribed.by, ...(confirmed ? [confirmed.by] : [])]),
]
