import { permittedScope } from '../../access/index.ts'
import { Refusal } from '../../vocabulary/refusals/index.ts'
import { formValues, type WebContext, idFrom } from '../../web/index.ts'
import { findingRow, listFindings, neighboursOf } from '../findings.ts'
import { type Decision, decisionLabels } from '../model.ts'
import { decideFinding } from '../verbs/decide-finding.ts'
import { benchPage } from './bench.tsx'

/** Keeps a decision and goes on to the next open finding of the month, or back to the list when none is left. */
export async function decide(c: WebContext): Promise<Response> {
  const { actor, session, deps } = c.var
  const { districtId } = permittedScope(actor, 'review.decide', session.districtId)
  const form = await decisionOf(c)
  const attempt = { decision: form.decision, reason: form.written, suggested: form.suggested }
  if (!isDecision(form.decision)) return benchPage(c, { ...attempt, problem: '请先选定确认、排除或需补证。' }, 422)
  const findingId = idFrom(c, '监测线索')
  const { next } = await neighboursOf(deps.db, districtId, findingId)
  try {
    await decideFinding(deps, actor, {
      districtId,
      findingId,
      decision: form.decision,
      reason: form.reason,
      version: form.version,
    })
  } catch (error) {
    if (!(error instanceof Refusal) || error.status === 404) throw error
    // What was chosen, was chosen of a state that is gone.
    const still = error.code === 'finding.decided-meanwhile' ? { ...attempt, decision: '' } : attempt
    return benchPage(c, { ...still, problem: error.message }, error.status)
  }
  return c.redirect(await afterDeciding(c, districtId, findingId, next), 303)
}

const isDecision = (text: string): text is Decision => Object.hasOwn(decisionLabels, text)

async function decisionOf(c: WebContext) {
  const values = await formValues(c)
  const [decision, written, suggested] = ['decision', 'reason', 'suggested'].map((name) =>
    String(values[name] ?? '').trim(),
  )
  const reason = [suggested, written].filter(Boolean).join('；')
  return {
    decision: decision!,
    written: written!,
    suggested: suggested!,
    reason,
    version: Number(values['version'] ?? -1),
  }
}

async function afterDeciding(
  c: WebContext,
  districtId: string,
  findingId: string,
  next: string | null,
): Promise<string> {
  const { db } = c.var.deps
  const decided = await findingRow(db, districtId, findingId)
  const month = decided?.month
  const open = await listFindings(db, districtId, { month, states: ['candidate', 'needs-evidence'] }, 1, 50)
  const following =
    open.findings.find(({ id }) => id === next) ?? open.findings.find(({ state }) => state === 'candidate')
  // What waits for evidence is no work left to be done now.
  if (following) return `/review/${following.id}`
  return `/review?month=${month ?? ''}&done`
}
