import { idFrom, refusalOf, typedValues, type WebContext } from '../../web/index.ts'
import { correctFinding } from '../verbs/correct-finding.ts'
import { benchPage } from './bench.tsx'

/** Keeps a correction; what was refused is told above the finding. */
export async function correct(c: WebContext): Promise<Response> {
  const { actor, session, deps } = c.var
  const values = await typedValues(c)
  const findingId = idFrom(c, '监测线索')
  const to = values['to'] === 'confirmed' ? 'confirmed' : 'dismissed'
  try {
    await correctFinding(deps, actor, {
      districtId: session.districtId,
      findingId,
      to,
      reason: values['correction'] ?? '',
    })
  } catch (error) {
    const { message, status } = refusalOf(error)
    return benchPage(c, { problem: message, decision: '', reason: '', suggested: '' }, status)
  }
  return c.redirect(`/review/${findingId}`, 303)
}
