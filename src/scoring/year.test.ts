import { beforeEach, describe, expect, it } from 'vitest'
import { blank } from '../../tests/support/asked-district.ts'
import { actorOf, districtId, monitoredDistrict } from '../../tests/support/monitored-district.ts'
import { type Actor, createUser, type Deps } from '../access/index.ts'
import { civilDate, month } from '../calendar/index.ts'
import { listFindings } from '../monitoring/index.ts'
import { decideFinding, runCheck } from '../monitoring/index.ts'
import { unpackFiles } from '../documents/index.ts'
import { correctCircular } from '../rectification/circulars/correct-circular.ts'
import { enterCircular } from '../rectification/index.ts'
import { archiveYear } from './archive.ts'
import type { EntryInput } from './verbs/entries.ts'
import { type Scheme } from './scheme.ts'
import { compareSchemes, scoreDocument, scoreYear } from './score-year.ts'
import { templates } from './templates.ts'
import { decideEntry, enterForScore } from './verbs/entries.ts'
import { lockScheme, saveScheme } from './verbs/save-scheme.ts'
import { stepYear } from './verbs/step-year.ts'

const [desk, head] = [actorOf('supervisor'), actorOf('office_head')]
const YEAR = 2026
let place: Awaited<ReturnType<typeof monitoredDistrict>>
let unitId: string
let water: string
let unit: Actor

/** A locked scheme, and a September in which one account was silent, which a person confirmed on 12 October. */
beforeEach(async () => {
  place = await monitoredDistrict()
  unitId = await place.unit('临湖区𠮷㙦水务局', { duties: { primary: 'filled', direct: 'filled', staff: 'filled' } })
  water = await place.account(unitId, '临湖水务', { filing_state: 'filed', certified_entity: '临湖区𠮷㙦水务局' })
  unit = { ...actorOf('unit_editor'), unitId }
  await lock(place.at('2026-03-02T01:00:00Z'))
  await place.posts(water, '2026-09-01')
  await place.collected(water, '2026-09-01', '2026-09-30')
  await runCheck(place.deps, desk, { districtId, month: month('2026-09') })
  const { findings } = await listFindings(place.deps.db, districtId, { states: ['candidate'] })
  const silent = findings.find(({ indicator }) => indicator === 'N-NM-02a')!
  await decideFinding(place.deps, actorOf('reviewer'), {
    districtId,
    findingId: silent.id,
    decision: 'confirm',
    reason: '已打开账号核对',
    version: silent.version,
  })
})

async function lock(deps: Deps, scheme: Scheme = templates.district, year = YEAR) {
  const { id } = await saveScheme(deps, desk, { districtId, year, scheme })
  await lockScheme(deps, head, { districtId, id, version: 1, paper: '临政办〔2026〕1号' })
  return id
}
const pointsOf = async (deps: Deps, asOf?: string, of = unitId) => {
  const { units } = await scoreYear(deps, { districtId, year: YEAR, asOf: asOf ? civilDate(asOf) : undefined })
  return units.find((one) => one.unitId === of)?.points
}
const enter = (deps: Deps, actor: Actor, more: Partial<EntryInput>) =>
  enterForScore(deps, actor, { districtId, year: YEAR, origin: 'record', unitId, note: '见会议记录', ...more })
const decide = (deps: Deps, id: string, confirmed = true, actor = head) =>
  decideEntry(deps, actor, { districtId, id, confirmed, decision: '属实' })
let version = 1
const step = (deps: Deps, actor: Actor, action: Parameters<typeof stepYear>[2]['action'], more: object = {}) =>
  stepYear(deps, actor, { districtId, year: YEAR, version: version++, action, ...more })
beforeEach(() => {
  version = 1
})

describe('a year', () => {
  it('is scored from what people confirmed, as it was known on a day, twice to the byte', async () => {
    expect(await pointsOf(place.deps)).toBe(95)
    const document = async (day?: string) =>
      JSON.stringify(
        scoreDocument(await scoreYear(place.deps, { districtId, year: YEAR, asOf: day ? civilDate(day) : undefined })),
      )
    expect(await document()).toBe(await document())
    // In August nothing of it had happened; before March there was no scheme.
    expect(await pointsOf(place.deps, '2026-08-31')).not.toBe(95)
    await expect(pointsOf(place.deps, '2026-02-28')).rejects.toMatchObject({ code: 'score.no-scheme' })
    await expect(pointsOf(place.deps, '2026-12-01')).rejects.toMatchObject({ code: 'score.as-of-ahead' })
    const { units, events } = await scoreYear(place.deps, { districtId, year: YEAR, telling: 'told' })
    const [event] = units[0]!.items.find(({ item }) => item === '3')!.events
    expect(events.get(event!.id)).toMatchObject({
      title: '2026年9月监测：内容不更新',
      accountId: water,
      confirmedBy: 'user:reviewer',
    })
    expect(units[0]!.name).toBe('临湖区𠮷㙦水务局')
  })

  it('counts nothing that the machine found alone, and nothing that was dismissed since; an earlier day keeps it', async () => {
    const { deps } = place
    const later = place.at('2026-10-20T01:00:00Z')
    await deps.db
      .updateTable('finding')
      .set({ state: 'dismissed', decided_at: later.clock.now(), version: 3 })
      .where('indicator', '=', 'N-NM-02a')
      .execute()
    expect([await pointsOf(later), await pointsOf(later, '2026-10-12')]).toEqual([100, 95])
  })

  it('goes from locked to final, changes by entries of two people alone, and is the same again as of any day', async () => {
    const on = (day: string) => place.at(`${day}T02:00:00Z`)
    const [monday, tuesday, wednesday] = [on('2026-12-21'), on('2026-12-22'), on('2026-12-23')]
    await expect(step(monday, head, 'freeze', { frozenOn: civilDate('2026-12-31') })).rejects.toMatchObject({
      code: 'score.freeze-day',
    })
    version = 1
    await expect(step(monday, head, 'freeze', { frozenOn: civilDate('2026-12-20') })).rejects.toMatchObject({
      code: 'score.early-freeze-reason',
    })
    version = 1
    await expect(step(monday, desk, 'freeze')).rejects.toMatchObject({ code: 'access.denied' })
    version = 1
    await step(monday, head, 'freeze', { frozenOn: civilDate('2026-12-20'), note: '考核期至12月20日' })
    // What the rooms say afterwards changes nothing.
    await place.deps.db.updateTable('finding').set({ state: 'dismissed', version: 3 }).execute()
    expect(await pointsOf(monday)).toBe(95)
    await expect(lock(monday)).rejects.toMatchObject({ code: 'score.locked-after-freeze' })
    await step(monday, desk, 'score')
    await expect(enter(monday, unit, { kind: 'training-missing', on: civilDate('2026-05-01') })).rejects.toMatchObject({
      code: 'score.entry-not-open',
    })
    await step(monday, desk, 'report')
    const praise = { kind: 'praise-city', on: civilDate('2026-05-01') }
    await expect(enter(monday, unit, praise)).rejects.toMatchObject({ code: 'score.entry-proof' })
    const { id } = await enter(monday, unit, {
      ...praise,
      file: { name: '表扬.png', bytes: blank },
    })
    expect(await pointsOf(monday)).toBe(95)
    await expect(step(monday, desk, 'panel')).rejects.toMatchObject({ code: 'score.entries-waiting' })
    version--
    await decide(monday, id)
    await expect(decide(monday, id)).rejects.toMatchObject({ code: 'score.entry-decided' })
    expect(await pointsOf(monday)).toBe(97)
    await step(monday, desk, 'panel')
    await expect(enter(monday, desk, { origin: 'panel', item: '3', points: 1, note: ' ' })).rejects.toMatchObject({
      code: 'score.entry-not-complete',
    })
    await expect(enter(monday, desk, { origin: 'panel', note: '看错' })).rejects.toMatchObject({
      code: 'score.entry-no-effect',
    })
    const panel = await enter(monday, head, { origin: 'panel', item: '3', points: 1.5, note: '节假日值守' })
    await expect(decide(monday, panel.id)).rejects.toMatchObject({ code: 'access.maker-is-checker' })
    await decide(monday, panel.id, true, { ...head, id: 'user:another' })
    await step(monday, head, 'publish')
    expect(await pointsOf(monday)).toBe(98.5)
    const [finding] = (await scoreYear(monday, { districtId, year: YEAR })).units[0]!.items.find(
      ({ item }) => item === '3',
    )!.events
    await expect(enter(tuesday, unit, { origin: 'appeal', voids: 'finding/nobody' })).rejects.toMatchObject({
      code: 'score.event-unknown',
    })
    const appeal = await enter(tuesday, unit, { origin: 'appeal', voids: finding!.id, note: '9月20日已发布，采集有误' })
    await step(tuesday, desk, 'appeal')
    expect(await pointsOf(tuesday)).toBe(98.5)
    const { id: judge } = await createUser(place.deps, actorOf('administrator'), {
      districtId,
      login: 'zhang',
      displayName: '张知行',
      roles: ['office_head'],
    })
    await decide(wednesday, appeal.id, true, { ...head, id: judge })
    const archive = async () =>
      unpackFiles((await archiveYear(wednesday, { districtId, year: YEAR, demo: false })).bytes)
    await expect(archive()).rejects.toMatchObject({ code: 'score.archive-not-final' })
    await step(wednesday, head, 'finish')
    // Every file stands in the catalogue, with who answers for it and how long it is kept, and every one has its digests.
    const packed = await archive()
    const [catalogue, digests] = ['归档目录.csv', '清单.csv'].map((name) =>
      Buffer.from(packed.find(({ path }) => path === name)!.bytes)
        .toString('utf8')
        .trim()
        .split('\r\n')
        .slice(1),
    )
    expect(catalogue!.map((line) => line.split(',')[2])).toEqual(packed.slice(0, -2).map(({ path }) => path))
    for (const line of catalogue!) expect(line).toMatch(/,临湖区行政审批服务局,2026,2026-12-23,[A-Z]+,(永久|30年)$/)
    expect(digests!.map((line) => line.split(',')[0])).toEqual(packed.slice(0, -1).map(({ path }) => path))
    const entries = Buffer.from(packed.find(({ path }) => path === '登记更正申诉.csv')!.bytes).toString('utf8')
    expect(entries).toContain('临湖区𠮷㙦水务局')
    expect(entries).not.toContain(unitId)
    // People stand by name and role.
    expect(entries).toContain('张知行（负责人）')
    expect(entries).not.toContain(judge)
    expect(packed.map(({ path }) => path)).toContain('说明函.docx')
    expect(await pointsOf(wednesday)).toBe(102)
    // The day before the appeal was decided, the day it was frozen, and long before.
    expect([await pointsOf(wednesday, '2026-12-22'), await pointsOf(wednesday, '2026-12-21')]).toEqual([98.5, 98.5])
    expect(await pointsOf(wednesday, '2026-10-12')).toBe(95)
    await expect(step(wednesday, desk, 'score')).rejects.toMatchObject({ code: 'score.action-not-allowed' })
    await expect(enter(wednesday, unit, { origin: 'appeal', voids: finding!.id })).rejects.toMatchObject({
      code: 'score.entry-not-open',
    })
  })

  it('takes points for superiors, follows the unit that answered then, and names units without accounts', async () => {
    const [other, empty] = [await place.unit('临湖区城管局'), await place.unit('临湖区档案馆')]
    const file = { name: '通报.png', bytes: blank }
    const words = {
      districtId,
      level: 'province',
      issuer: '省政府办公厅',
      title: '第三季度通报',
      number: '',
      issuedOn: civilDate('2026-10-09'),
      pointsDeducted: true,
      named: '临湖区𠮷㙦水务局｜未更新\n临湖区𠮷㙦水务局｜未回复',
    } as const
    const { id } = await enterCircular(place.deps, desk, { ...words, file })
    expect(await pointsOf(place.deps)).toBe(90)
    // Corrected later to the city's and to another unit; the day before it said what it said then.
    const later = place.at('2026-10-15T01:00:00Z')
    const corrected = { ...words, level: 'city', named: '临湖区城管局｜未更新' } as const
    await correctCircular(later, desk, {
      ...corrected,
      id,
      version: 1,
      reason: '录入有误',
      knowing: true,
      file: undefined,
    })
    const both = async (asOf?: string) => [await pointsOf(later, asOf), await pointsOf(later, asOf, other)]
    expect([await both(), await both('2026-10-14')]).toEqual([
      [95, 97],
      [90, 100],
    ])
    // The account goes to another unit; what was found before stays with who answered for it.
    await place.deps.db.updateTable('account').set({ unit_id: other }).where('id', '=', water).execute()
    await place.deps.db
      .updateTable('unit')
      .set({ state: 'merged', merged_into: other })
      .where('id', '=', unitId)
      .execute()
    const { units } = await scoreYear(place.deps, { districtId, year: YEAR })
    const of = (wanted: string) => units.find((one) => one.unitId === wanted)
    expect(of(unitId)?.points).toBe(95)
    expect(of(other)).toMatchObject({ points: null, why: '账号全年没有监测结果，暂不评分' })
    expect(of(empty)).toMatchObject({ points: 100, accounts: [] })
    expect(of(empty)?.items.map(({ item, full }) => [item, full])).toEqual([
      ['1', 37.5],
      ['2', 50],
      ['7', 12.5],
    ])
  })

  it('compares schemes on the same events and keeps nothing of it', async () => {
    const [mild, hard] = await compareSchemes(place.deps, { districtId, year: YEAR }, [
      templates.district,
      templates.wanzhi,
    ])
    expect([mild![0]!.points, hard![0]!.points]).toEqual([95, null])
    expect(await pointsOf(place.deps)).toBe(95)
  })
})

it('a scheme is locked by somebody else than who drew it up, once, with its paper, and never edited again', async () => {
  const { deps } = place
  const draft = { districtId, year: YEAR, scheme: { ...templates.district, name: '第二版' } }
  const { id } = await saveScheme(deps, desk, draft)
  const locking = { districtId, id, version: 1, paper: '临政办〔2026〕9号' }
  await expect(lockScheme(deps, desk, locking)).rejects.toMatchObject({ code: 'access.denied' })
  await expect(lockScheme(deps, { ...head, id: desk.id }, locking)).rejects.toMatchObject({
    code: 'access.maker-is-checker',
  })
  await expect(lockScheme(deps, head, { ...locking, paper: ' ' })).rejects.toMatchObject({
    code: 'score.entry-not-complete',
  })
  await expect(saveScheme(deps, desk, { ...draft, scheme: { ...draft.scheme, base: 90 } })).rejects.toMatchObject({
    code: 'score.points-not-sum',
  })
  await lockScheme(deps, head, locking)
  await expect(saveScheme(deps, desk, { ...draft, id, version: 2 })).rejects.toMatchObject({
    code: 'score.scheme-locked',
  })
  const named = async (asOf?: string) =>
    (await scoreYear(deps, { districtId, year: YEAR, asOf: asOf ? civilDate(asOf) : undefined })).scheme.scheme.name
  expect([await named(), await named('2026-10-11')]).toEqual(['第二版', '区级默认方案'])
})
