import { readCode } from '../../filing/index.ts'
import type { DecisionSheet } from './model.ts'

type Scanned = { pages: number; codes: readonly string[] }

/** Pages of the scans, each printed page once; `repeated`: scanned again. A page whose code is not read or has no number counts. */
export function pagesReceived(scans: readonly Scanned[]): { received: number; repeated: number } {
  const numbered = scans.flatMap(({ codes }) => codes.flatMap((text) => readCode(text)?.page ?? []))
  const repeated = numbered.length - new Set(numbered).size
  return { received: scans.reduce((sum, { pages }) => sum + pages, 0) - repeated, repeated }
}

/** Pages that were printed and are on no scan; 0: all are there, or nobody counted them. */
export const pagesMissing = (
  { printedPages }: Pick<DecisionSheet, 'printedPages'>,
  scans: readonly Scanned[],
): number => Math.max(0, (printedPages ?? 0) - pagesReceived(scans).received)
