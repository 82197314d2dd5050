import { type Actor, type Deps, findDistrict } from '../../../access/index.ts'
import { lastDayBefore } from '../../../calendar/index.ts'
import { refuse } from '../../../vocabulary/refusals/index.ts'
import { contentHash } from '../../forms/index.ts'
import { actOnHandover, type HandoverInput } from '../act.ts'
import { type HandoverContent, namesIn, printContext } from '../content.ts'
import { insertPrint } from '../queries/papers.ts'
import { faultsOf } from '../rules.ts'
import type { OpenTask } from '../tasks.ts'

/**
 * Freezes the 交接单 to be signed, with the open work that passes on as it stands now. Refuses `handover.not-complete`
 * with everything that is missing.
 */
export async function printHandover(
  deps: Deps,
  actor: Actor,
  input: HandoverInput & { tasks: readonly OpenTask[] },
): Promise<{ version: number }> {
  const { districtId, handoverId } = input
  return actOnHandover(deps, actor, input, 'print', async (tx, { one, unitName, posts }) => {
    const today = deps.clock.today()
    const faults = faultsOf(one, today)
    if (faults.length > 0)
      throw refuse('handover.not-complete', {
        faults: faults.map(({ label, wanted }) => `“${label}”${wanted}`).join('；'),
      })
    const names = await namesIn(tx, deps.vault, districtId, one)
    const content: HandoverContent = {
      district: (await findDistrict(deps.db, districtId)).name,
      unit: { id: one.unitId, name: unitName },
      posts: posts.map(({ label }) => label),
      outgoing: names.outgoing ?? '',
      incoming: names.incoming ?? '',
      witness: names.witness,
      absenceReason: one.absenceReason,
      changedOn: one.changedOn,
      dueOn: lastDayBefore(one.due),
      checklist: one.checklist,
      answers: one.answers,
      tasks: input.tasks.map(({ kind, title, note }) => ({ kind, title, note })),
      signing: one.signing,
      printedOn: today,
    }
    const number = one.printNumber + 1
    const hash = contentHash(content)
    const sealed = deps.vault.sealBytes(
      Buffer.from(JSON.stringify(content)),
      printContext(districtId, handoverId, number),
    )
    await insertPrint(tx, { districtId, handoverId, number, ...sealed, hash, by: actor.id, at: deps.wall.now() })
    return { set: { print_number: number }, told: { print: number, hash, tasks: content.tasks.length } }
  })
}
