import type { FormValues } from '../../web/index.ts'
import { type Signer, signerLabels } from '../model.ts'
import type { PaperCheck, ScanPlace, SeenPaper } from './checks.ts'
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
      const seen = { signedBy: signedBy as Signer, sealed: sealed === 'yes', matches: matches === 'yes' }
      return [{ paper: text(name), ...seen, ...placeFrom(text(`page-${at}`)) }]
    })
}

/** A page as a form sends it: the scan and the number of its page. */
export const placeValue = ({ scanId, page }: ScanPlace): string => `${scanId}/${page}`

function placeFrom(value: string): { at?: ScanPlace } {
  const [, scanId, page] = /^([0-9a-f-]{36})\/(\d{1,3})$/.exec(value) ?? []
  return scanId && page ? { at: { scanId, page: Number(page) } } : {}
}

/** Everybody who checked, transcribed or confirmed. */
export const handsOn = (checks: readonly SeenPaper[], corrections: readonly Correction[]): string[] => [
  ...checks.map(({ checkedBy }) => checkedBy),
  ...corrections.flatMap(({ transcribed, confirmed }) => [transcribed.by, ...(confirmed ? [confirmed.by] : [])]),
]
