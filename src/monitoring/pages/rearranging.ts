import { isUuid } from '../../database/index.ts'
import { formValues, idFrom, refusalOf, type WebContext } from '../../web/index.ts'
import { mergeFindings } from '../verbs/merge-findings.ts'
import { splitFinding } from '../verbs/split-finding.ts'
import { undoArrangement } from '../verbs/undo-arrangement.ts'
import { benchPage } from './bench.tsx'

/** Carries out one of the steps; what was refused comes back with its reason. */
export async function arrangeStep(c: WebContext, step: 'split' | 'merge' | 'undo'): Promise<Response> {
  const { actor, session, deps } = c.var
  const values = await formValues(c)
  const reason = String(values['arranged'] ?? '')
  const common = { districtId: session.districtId, findingId: idFrom(c, '监测线索'), reason }
  const version = Number(values['version'] ?? -1)
  try {
    if (step === 'split') {
      const { parts } = await splitFinding(deps, actor, { ...common, version, parts: partsIn(values) })
      return c.redirect(`/review/${parts[0]}`, 303)
    }
    if (step === 'merge') await mergeFindings(deps, actor, { ...common, version, merged: chosenIn(values) })
    else await undoArrangement(deps, actor, common)
  } catch (error) {
    const { message, status, code } = refusalOf(error)
    if (code === 'record.not-found') throw error
    return benchPage(c, undefined, status, { problem: message, reason })
  }
  return c.redirect(`/review/${common.findingId}`, 303)
}

const named = (values: Record<string, unknown>, prefix: string) =>
  Object.entries(values).flatMap(([name, value]) => {
    const id = name.slice(prefix.length)
    return name.startsWith(prefix) && isUuid(id) ? [{ id, value: String(value) }] : []
  })

function partsIn(values: Record<string, unknown>): string[][] {
  const byPart = Map.groupBy(named(values, 'part-'), ({ value }) => Number(value))
  return [...byPart].sort(([one], [other]) => one - other).map(([, own]) => own.map(({ id }) => id))
}

const chosenIn = (values: Record<string, unknown>) =>
  named(values, 'merge-').map(({ id, value }) => ({ id, version: Number(value) }))
