import { type Action, type Actor, type Deps, keepWords, permit } from '../../access/index.ts'
import type { Tx } from '../../database/index.ts'
import { saveFile } from '../../files/index.ts'
import { append, inWatchedTransaction } from '../../trail/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import type { AccountabilityCase, CaseAction } from './model.ts'
import { readAccountability, writeCaseStep } from './queries.ts'
import { caseAfter } from './rules.ts'

export type CaseInput = { districtId: string; caseId: string; version: number }
export type CaseSaid = { note?: string; file?: { name: string; bytes: Uint8Array } | undefined }

const rights: Readonly<Record<CaseAction, Action>> = {
  'add-evidence': 'accountability.open',
  notify: 'accountability.open',
  state: 'accountability.answer',
  decide: 'accountability.decide',
  drop: 'accountability.decide',
  serve: 'accountability.open',
  'record-outcome': 'accountability.open',
  close: 'accountability.open',
}
export const caseRight = (action: CaseAction): Action => rights[action]

export type KeptProof = { id: string; sha256: string } | undefined
type Step = { set?: Record<string, unknown>; facts?: Record<string, unknown> }

/** One step of a case, as `actOnOrder` is of an order: state, version, words, file and trace saved together. */
export async function actOnCase(
  deps: Deps,
  actor: Actor,
  input: CaseInput & CaseSaid,
  action: CaseAction,
  work: (tx: Tx, one: AccountabilityCase, proof: KeptProof) => Promise<Step> | Step = () => ({}),
): Promise<{ version: number }> {
  const { districtId, caseId } = input
  const subject = { kind: 'accountability', id: caseId }
  return inWatchedTransaction(
    deps,
    { districtId, actor, subject, attempted: `accountability.${action}` },
    async (tx) => {
      const one = await readAccountability(tx, districtId, caseId, 'lock')
      permit(actor, rights[action], { districtId, unitId: one?.unitId ?? null })
      if (!one) throw refuse('record.not-found', { what: '责任追究事项' })
      if (one.version !== input.version) throw refuse('record.changed-meanwhile', { what: '责任追究事项' })
      const state = caseAfter(one.state, action)
      const proof = input.file
        ? await saveFile(tx, deps, { districtId, ...input.file, actor, accept: ['pdf', 'jpg', 'png', 'webp'] })
        : undefined
      const { set = {}, facts = {} } = await work(tx, one, proof)
      const note = input.note?.trim() || null
      const version = one.version + 1
      await writeCaseStep(tx, districtId, caseId, {
        version,
        action,
        state,
        by: actor.id,
        at: deps.clock.now(),
        note,
        fileId: proof?.id ?? null,
        facts,
        set,
      })
      await append(tx, deps.ids, {
        districtId,
        actor,
        action: `accountability.${action}`,
        subject,
        before: { state: one.state },
        after: {
          state,
          unitId: one.unitId,
          ...facts,
          ...(note !== null && { note: await keepWords(tx, deps, districtId, note) }),
          ...(proof && { file: proof.sha256 }),
          ...(action === 'state' && actor.unitId !== one.unitId && { enteredForUnit: true }),
        },
        at: deps.wall.now(),
      })
      return { version }
    },
  )
}
