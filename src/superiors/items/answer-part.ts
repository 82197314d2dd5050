import type { Actor, Deps } from '../../access/index.ts'
import { lateWords } from '../../calendar/index.ts'
import { readUnits, survivingUnit } from '../../registry/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import { dropPart, moveNamed, movePart, partsOf } from '../queries.ts'
import { minutesPast } from '../schedule.ts'
import { actOnPart, type PartInput, requireWords, type Said } from './act.ts'

/** What is done with one unit's part of an item. */

/**
 * 反馈: words, and files that prove them; the newest answer holds until it is checked, earlier ones stay in their steps.
 * Entered by the office it is marked as the unit's telephone answer. Refuses `superior.words-required`.
 */
export const answerPart = (deps: Deps, actor: Actor, input: PartInput & Said) =>
  actOnPart(deps, actor, input, 'answer', (_tx, item) => {
    const answer = requireWords(input, '反馈')
    const forUnit = actor.unitId !== input.unitId
    const now = deps.clock.now()
    return Promise.resolve({
      set: { answer, answered_at: now, for_unit: forUnit },
      facts: { late: lateWords(minutesPast(item.schedule.answer, now)), ...(forUnit && { enteredForUnit: true }) },
    })
  })

/** 核对无误: the answer goes into the letter. */
export const acceptPart = (deps: Deps, actor: Actor, input: PartInput) => actOnPart(deps, actor, input, 'accept')

/** 退回补充, with the reason. Refuses `superior.words-required`. */
export const returnPart = (deps: Deps, actor: Actor, input: PartInput & Said) =>
  actOnPart(deps, actor, input, 'return', () => {
    requireWords(input, '退回补充')
    return Promise.resolve({})
  })

/** 转承接单位: a unit that was merged away since passes its part on. Refuses `superior.unit-stands`, `superior.unit-gone`. */
export const passPartOn = (deps: Deps, actor: Actor, input: PartInput) =>
  actOnPart(deps, actor, input, 'pass-on', async (tx, item, part) => {
    const byId = new Map((await readUnits(tx, input.districtId)).map((unit) => [unit.id, unit]))
    const unit = byId.get(part.unitId)!
    if (unit.state === 'active') throw refuse('superior.unit-stands', { unit: unit.name })
    const heir = survivingUnit(unit, byId)
    if (heir.id === unit.id || heir.state !== 'active')
      throw refuse('superior.unit-gone', { unit: unit.name, heir: null })
    const { districtId } = input
    const has = (await partsOf(tx, districtId, item.id)).some(({ unitId }) => unitId === heir.id)
    await moveNamed(tx, districtId, item.id, unit.id, heir.id)
    // A unit that has a part already answers for both in it, and anew.
    if (has) await dropPart(tx, districtId, item.id, { from: unit.id, to: heir.id })
    else await movePart(tx, districtId, item.id, unit.id, heir.id)
    return { facts: { heir: heir.id } }
  })
