import { beforeEach, describe, expect, it } from 'vitest'
import { blank } from '../../../tests/support/asked-district.ts'
import { actorOf, districtId, monitoredDistrict } from '../../../tests/support/monitored-district.ts'
import { civilDate, instant } from '../../calendar/index.ts'
import { inTransaction } from '../../database/index.ts'
import { decideTrigger, raiseTrigger, type TriggerRule } from '../../filing/triggers/index.ts'
import { seedCalendar } from '../../holidays/index.ts'
import { enterCircular } from '../circulars/enter-circular.ts'
import {
  closeCase,
  decideCase,
  dropCase,
  makeStatement,
  notifyUnit,
  recordOutcome,
  serveDecision,
} from './decide-case.ts'
import { caseActionLabels, nextCaseState } from './model.ts'
import { addEvidence, openCase, type Pieces } from './open-case.ts'
import { caseSteps, evidenceOf, readAccountability, upheldClues } from './queries.ts'
import { independentPieces, isHeard, isOpenToUnit, proposeMeasure } from './rules.ts'

const supervisor = actorOf('supervisor')
const head = actorOf('office_head')
const examiner = actorOf('examiner')
const file = { name: '材料.png', bytes: blank }
const nothing: Pieces = { triggerIds: [], orderIds: [], circularIds: [] }

async function office() {
  const place = await monitoredDistrict()
  let deps = place.deps
  await seedCalendar(deps.db, deps.wall.now())
  const unitId = await place.unit('临湖区水务局')
  const editor = { ...actorOf('unit_editor'), unitId }
  const uphold = async (rule: TriggerRule, subject: { kind: string; id: string }) => {
    const id = await inTransaction(deps.db, (tx) =>
      raiseTrigger(tx, deps, supervisor, { districtId, rule, unitId, accountId: null, subject, facts: {} }),
    )
    await decideTrigger(deps, head, { districtId, triggerId: id, state: 'upheld', reason: '属实', version: 1 })
    return id
  }
  let caseId = ''
  const now = async () => (await readAccountability(deps.db, districtId, caseId))!
  const here = async () => ({ districtId, caseId, version: (await now()).version, note: '写明情况' })
  return {
    ...place,
    unitId,
    editor,
    uphold,
    now,
    deps: () => deps,
    at: (moment: string) => {
      deps = { ...place.at(moment), ids: place.deps.ids }
    },
    open: async (pieces: Partial<Pieces>, who = supervisor) => {
      ;({ id: caseId } = await openCase(deps, who, { ...nothing, ...pieces, districtId, unitId, note: '屡次未更新' }))
      return caseId
    },
    add: async (pieces: Partial<Pieces>) => addEvidence(deps, supervisor, { ...nothing, ...(await here()), ...pieces }),
    notify: async () => notifyUnit(deps, supervisor, await here()),
    state: async (who = editor) => makeStatement(deps, who, { ...(await here()), file }),
    decide: async (who = head) => decideCase(deps, who, { ...(await here()), measure: 'criticise' }),
    drop: async (who = head) => dropCase(deps, who, await here()),
    serve: async () => serveDecision(deps, supervisor, await here()),
    outcome: async (more: object = {}) =>
      recordOutcome(deps, supervisor, {
        ...(await here()),
        outcome: 'warning',
        body: '区纪委监委',
        number: '临纪〔2026〕9号',
        on: civilDate('2026-10-12'),
        file,
        ...more,
      }),
    close: async () => closeCase(deps, supervisor, await here()),
  }
}
type Office = Awaited<ReturnType<typeof office>>
let place: Office
beforeEach(async () => {
  place = await office()
})

describe('a case', () => {
  it('opens on upheld clues with two independent pieces alone: the same thing by another way is none', async () => {
    const clue = await place.uphold('F-05', { kind: 'finding', id: 'f1' })
    const same = await place.uphold('F-01', { kind: 'finding', id: 'f1' })
    await expect(place.open({ triggerIds: [clue] })).rejects.toMatchObject({ code: 'accountability.little-evidence' })
    await expect(place.open({ triggerIds: [clue, same] })).rejects.toMatchObject({
      code: 'accountability.little-evidence',
    })
    await expect(place.open({ file, fileNote: '单位来函' })).rejects.toMatchObject({ code: 'accountability.no-clue' })
    const other = await place.uphold('F-04', { kind: 'return', id: 'r1' })
    await place.open({ triggerIds: [clue, other] })
    expect(await place.now()).toMatchObject({ state: 'opened', proposedMeasure: 'interview', decidedMeasure: null })
    // A clue stands in one case.
    await expect(place.open({ triggerIds: [clue], file, fileNote: '来函' })).rejects.toMatchObject({
      code: 'accountability.no-clue',
    })
  })

  it('counts a circular beside its own F-11 once, and a file beside it as another', async () => {
    const { id: circularId } = await enterCircular(place.deps(), supervisor, {
      districtId,
      level: 'city',
      issuer: '市政府办',
      title: '第三季度通报',
      number: '',
      issuedOn: civilDate('2026-10-01'),
      pointsDeducted: true,
      named: '水务局｜未更新',
      file,
    })
    const { id, version } = await place
      .deps()
      .db.selectFrom('accountability_trigger')
      .select(['id', 'version'])
      .executeTakeFirstOrThrow()
    await decideTrigger(place.deps(), head, { districtId, triggerId: id, state: 'upheld', reason: '属实', version })
    const [clue] = await upheldClues(place.deps().db, districtId, place.unitId)
    const pieces = { triggerIds: [clue!.id], circularIds: [circularId] }
    await expect(place.open(pieces)).rejects.toMatchObject({ code: 'accountability.little-evidence' })
    await expect(place.open({ ...pieces, file })).rejects.toMatchObject({ code: 'accountability.words-required' })
    const caseId = await place.open({ ...pieces, file, fileNote: '单位情况说明' })
    expect(await evidenceOf(place.deps().db, districtId, caseId)).toHaveLength(3)
    await expect(place.add(pieces)).rejects.toMatchObject({ code: 'accountability.nothing-added' })
  })

  const opened = async () =>
    place.open({
      triggerIds: [await place.uphold('F-05', { kind: 'finding', id: 'f1' })],
      file,
      fileNote: '单位情况说明',
    })

  it('is decided by another person, when the unit was heard or its three working days are over; all of it in steps', async () => {
    const caseId = await opened()
    await expect(place.decide()).rejects.toMatchObject({ code: 'accountability.action-not-allowed' })
    await place.notify()
    expect(await place.now()).toMatchObject({ state: 'hearing', statementBy: '2026-10-15' })
    place.at('2026-10-15T15:59:00.000Z')
    await expect(place.decide()).rejects.toMatchObject({ code: 'accountability.not-heard' })
    place.at('2026-10-15T16:00:00.000Z')
    await expect(place.decide({ ...head, id: supervisor.id })).rejects.toMatchObject({
      code: 'access.maker-is-checker',
    })
    await place.decide()
    await place.serve()
    await expect(place.outcome({ file: undefined })).rejects.toMatchObject({
      code: 'accountability.outcome-incomplete',
    })
    await place.outcome()
    await place.close()
    const steps = await caseSteps(place.deps().db, districtId, caseId)
    expect(steps.map(({ action }) => action)).toEqual(['open', 'notify', 'decide', 'serve', 'record-outcome', 'close'])
    expect(steps[4]!.facts).toMatchObject({ outcome: 'warning', body: '区纪委监委', documentNumber: '临纪〔2026〕9号' })
    expect(await place.now()).toMatchObject({ proposedMeasure: 'interview', decidedMeasure: 'criticise' })
  })

  it('may be decided at once when the unit has stated, and be dropped with a reason', async () => {
    await opened()
    await place.notify()
    const stranger = { ...place.editor, unitId: '00000000-0000-7000-8000-000000000000' }
    await expect(place.state(stranger)).rejects.toMatchObject({ code: 'access.denied' })
    await place.state()
    await expect(place.decide(examiner)).rejects.toMatchObject({ code: 'access.denied' })
    await place.drop()
    expect(await place.now()).toMatchObject({ state: 'dropped', decidedMeasure: null })
  })
})

it.each<[string, string[][], number]>([
  ['nothing', [], 0],
  ['one', [['finding:1']], 1],
  ['two', [['finding:1'], ['file:a']], 2],
  [
    'an order of two findings beside both clues',
    [['finding:1'], ['finding:2'], ['order:1', 'finding:1', 'finding:2']],
    1,
  ],
  ['the same file twice', [['file:a'], ['file:a'], ['circular:1/u']], 2],
])('independent pieces: %s', (_what, roots, count) =>
  expect(independentPieces(roots.map((own) => ({ roots: own })))).toBe(count),
)

it.each([
  [['提示'], 0, 'remind'],
  [['一般'], 0, 'remind'],
  [['一般'], 1, 'interview'],
  [['严重'], 0, 'interview'],
  [['严重', '一般', '一般'], 0, 'review'],
  [['否决', '严重', '严重'], 2, 'criticise'],
] as const)('proposed for %s with %i cases before: %s, never 移送线索', (grades, before, measure) =>
  expect(
    proposeMeasure(
      grades.map((grade) => ({ grade })),
      before,
    ),
  ).toBe(measure),
)

it('nothing is decided but after the unit was told, and it reads its case only then', () => {
  const deciding = Object.entries(nextCaseState).filter(([, next]) => next.decide)
  expect(deciding.map(([state]) => state)).toEqual(['hearing'])
  const read = (Object.keys(nextCaseState) as (keyof typeof nextCaseState)[]).filter((state) =>
    isOpenToUnit({ state, statementBy: null }),
  )
  expect(read).toEqual(['hearing', 'served', 'closed'])
  expect(isHeard({ statementBy: null, statedAt: null }, instant('2030-01-01T00:00:00.000Z'))).toBe(false)
  expect(Object.keys(caseActionLabels)).toHaveLength(8)
})
