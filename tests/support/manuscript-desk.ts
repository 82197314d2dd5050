import type { Actor, Deps } from '../../src/access/index.ts'
import { setAdoption } from '../../src/publishing/manuscripts/adoption.ts'
import { findManuscript, stepsOf } from '../../src/publishing/manuscripts/queries.ts'
import type { TypedText } from '../../src/publishing/manuscripts/typed-text.ts'
import { createManuscript } from '../../src/publishing/manuscripts/verbs/save-text.ts'
import { type GateWord, signGates } from '../../src/publishing/manuscripts/verbs/sign-gates.ts'
import { type Submission, submitManuscript } from '../../src/publishing/manuscripts/verbs/submit.ts'
import type { CheckWords } from '../../src/publishing/manuscripts/check-words.ts'
import { actorOf, districtId, type MonitoredDistrict, monitoredDistrict } from './monitored-district.ts'

export const nothingFound: CheckWords = async () => ({ findings: [], notChecked: [] })

/** A unit that writes its manuscripts here, with its people. */
export type ManuscriptDesk = MonitoredDistrict & {
  unitId: string
  accountId: string
  editor: Actor
  second: Actor
  third: Actor
  deputy: Actor
  principal: Actor
  typed: (over?: Partial<TypedText>) => TypedText
  draft: (over?: Partial<TypedText>) => Promise<string>
  submit: (id: string, over?: Partial<Submission>, check?: CheckWords) => Promise<void>
  sign: (
    who: Actor,
    id: string,
    over?: { fail?: string; only?: string[]; confirm?: string; on?: Deps },
  ) => Promise<string>
}

export async function manuscriptDesk(levels = 3): Promise<ManuscriptDesk> {
  const district = await monitoredDistrict()
  const { deps } = district
  const unitId = await district.unit('临湖区水务局')
  const accountId = await district.account(unitId, '临湖水务')
  const of = (role: Parameters<typeof actorOf>[0], id: string) => ({ ...actorOf(role, id), unitId })
  const editor = of('unit_editor', 'u:editor')
  const deputy = of('unit_deputy', 'u:deputy')
  await setAdoption(deps, deputy, { districtId, unitId, levels })
  const typed = (over: Partial<TypedText> = {}): TypedText => ({
    title: '关于停水检修的通知',
    html: '<p>10月15日8时至18时，城东片区停水检修。</p>',
    author: '卢景行',
    accountIds: [accountId],
    ...over,
  })
  const at = (id: string) => findManuscript(deps.db, { districtId, all: true }, id).then((found) => found!)
  return {
    ...district,
    unitId,
    accountId,
    editor,
    second: of('unit_editor', 'u:second'),
    third: of('unit_editor', 'u:third'),
    deputy,
    principal: of('unit_principal', 'u:principal'),
    typed,
    async draft(over) {
      return (await createManuscript(deps, editor, { districtId, unitId, text: typed(over) })).id
    },
    async submit(id, over = {}, check = nothingFound) {
      const { version, textNumber } = await at(id)
      await submitManuscript(deps, editor, { districtId, manuscriptId: id, version, textNumber, ...over }, check)
    },
    async sign(who, id, { fail, only, confirm, on = deps } = {}) {
      const { version, round } = await at(id)
      const due = (await stepsOf(deps.db, districtId, id)).filter((step) => step.round === round)
      const step = due.find(({ gates }) => gates.some(({ outcome }) => outcome === null))!
      const gates: GateWord[] = step.gates
        .filter(({ gate, outcome }) => outcome === null && (only === undefined || only.includes(gate)))
        .map(({ gate }) => (gate === fail ? { gate, outcome: 'fail', opinion: '时间写错' } : { gate, outcome: 'pass' }))
      const confirmed = confirm === undefined ? [] : [{ finding: 0, reason: confirm }]
      const input = { districtId, manuscriptId: id, version, step: step.number, gates, confirmed }
      return (await signGates(on, who, input)).outcome
    },
  }
}
