import { describe, expect, it } from 'vitest'
import {
  actorOf,
  districtId,
  type MonitoredDistrict,
  monitoredDistrict,
} from '../../../../tests/support/monitored-district.ts'
import { latestEvents } from '../../../trail/index.ts'
import { matchDocument } from '../match-document.ts'
import { listMatches, type MatchRow } from '../queries/matches.ts'
import { sealedRejections } from '../queries/runs.ts'
import { contextOfRun, openJson } from '../sealing.ts'
import { decideMatch, type MatchDecisionInput } from './decide-match.ts'
import { matchList } from './match-list.ts'

const supervisor = actorOf('supervisor')
const examiner = actorOf('examiner')
const asOf = '2026-10-12' as never

const csv = (...lines: string[]) =>
  new TextEncoder().encode(['平台,账号名称,账号ID,认证主体,发现日期,是否可访问', ...lines].join('\n'))
const list = csv(
  '微博,临湖水务,1234567890,临湖区水务局,2026-10-08,是',
  '抖音,临湖水务直播,lhswzb,临湖区水务局,2026-10-08,是',
  '快手,临湖民政,lhmz,临湖区民政局,2026-10-08,是',
  '抖音,临湖水务,,李某,2026-10-08,是',
  '快手,临湖巾帼,,临湖区妇女联合会,,',
  '某平台,临湖教育,13800001111,,,',
)

async function scene() {
  const district = await monitoredDistrict()
  const water = await district.unit('临湖区水务局')
  const civil = await district.unit('临湖区民政局')
  const women = await district.unit('临湖区妇联', { kind: 'mass_organisation' })
  const weibo = await district.account(water, '临湖水务', { certified_entity: '临湖区水务局' })
  await district.database.db
    .updateTable('account')
    .set({ identifier: '1234567890', platform: 'weibo' })
    .where('id', '=', weibo)
    .execute()
  const closed = await district.account(civil, '临湖民政', { platform: 'kuaishou', running_state: 'closed' })
  await district.database.db
    .updateTable('account')
    .set({ ceased_on: '2026-05-31' as never })
    .where('id', '=', closed)
    .execute()
  return { ...district, water, civil, women, weibo, closed }
}
type Scene = Awaited<ReturnType<typeof scene>>

const run = ({ deps }: MonitoredDistrict, bytes = list) =>
  matchList(deps, supervisor, { districtId, fileName: '网上发现账号.csv', bytes })

async function rows({ deps }: MonitoredDistrict, runId: string): Promise<Record<string, MatchRow>> {
  const { rows: all } = await listMatches(deps.db, districtId, runId, { offset: 0, limit: 50 })
  return Object.fromEntries(all.map((row) => [row.kind, row]))
}

const decide = (at: MonitoredDistrict, matchId: string, more: Partial<MatchDecisionInput> = {}, who = examiner) =>
  decideMatch(at.deps, who, { districtId, matchId, decision: 'confirm', version: 1, ...more })

const triggers = async ({ deps }: MonitoredDistrict) =>
  deps.db
    .selectFrom('accountability_trigger')
    .select(['id', 'rule', 'unit_id as unitId', 'account_id as accountId', 'facts'])
    .orderBy('rule')
    .execute()

/** A 专项排查 that asked a unit; `due` is the first moment that is too late. */
async function asked({ deps }: Scene, unitId: string, due: string) {
  const at = deps.clock.now()
  const [campaignId, returnId] = [deps.ids.next(), deps.ids.next()]
  await deps.db
    .insertInto('filing_campaign')
    .values({
      district_id: districtId,
      id: campaignId,
      title: '2026年政务新媒体专项排查',
      basis: '关于开展专项排查的通知',
      basis_number: '临湖政办〔2026〕9号',
      unit_kinds: ['department'],
      forms: ['annex1'],
      filing_due: due as never,
      counted_until: '2026-06-26' as never,
      reminder_days: [1],
      contact: '政务公开科',
      state: 'open',
      prepared_by: 'user:supervisor',
      created_at: at,
    })
    .execute()
  await deps.db
    .insertInto('filing_return')
    .values({
      district_id: districtId,
      id: returnId,
      campaign_id: campaignId,
      unit_id: unitId,
      kind: 'zero',
      state: 'submitted',
    })
    .execute()
}

describe('瞒报漏报核查 of a list', () => {
  it('keeps the file, the run, every match and every faulty row, and says so in the trail', async () => {
    const at = await scene()
    const { runId, counts, rows: read, rejected } = await run(at)
    expect({ read, rejected }).toEqual({ read: 6, rejected: 1 })
    expect(counts).toEqual({
      matched: 1,
      renamed: 0,
      unfiled: 1,
      reappeared: 1,
      impostor: 1,
      ambiguous: 0,
      'out-of-scope': 1,
      unrelated: 0,
    })
    expect(await at.count('stored_file')).toBe(1)
    const all = await rows(at, runId)
    expect(all['matched']).toMatchObject({ name: '临湖水务', accountName: '临湖水务', state: 'noted', rowNumber: 2 })
    expect(all['unfiled']).toMatchObject({ name: '临湖水务直播', unitName: '临湖区水务局', state: 'open' })
    const [event] = await latestEvents(at.deps.db, districtId, { limit: 1 })
    expect(event).toMatchObject({ action: 'concealment.ran', subjectKind: 'concealment-run', subjectId: runId })
    expect(JSON.stringify(event)).not.toMatch(/李某|13800001111/)
  })

  it('keeps people and phones of a list sealed', async () => {
    const at = await scene()
    const { runId } = await run(at)
    const open = await at.deps.db
      .selectFrom('concealment_match')
      .select(['name', 'parts', 'remarks', 'would_change', 'fingerprint'])
      .execute()
    expect(JSON.stringify(open)).not.toContain('李某')
    const sealed = await sealedRejections(at.deps.db, districtId, runId)
    expect(sealed?.sealed.includes('13800001111')).toBe(false)
    expect(openJson(at.deps.vault, sealed!, contextOfRun(districtId, runId))).toMatchObject([
      {
        row: 7,
        cells: ['某平台', '临湖教育', '13800001111', '', '', ''],
        faults: [{ column: '平台', found: '某平台' }],
      },
    ])
  })

  it.each([
    ['no list at all', new TextEncoder().encode('甲,乙\n1,2'), 'concealment.no-head'],
    ['a head without accounts', csv(), 'concealment.no-rows'],
    ['nothing', new Uint8Array(), 'table.file-empty'],
  ])('%s is refused and leaves nothing behind', async (_, bytes, code) => {
    const at = await scene()
    await expect(run(at, bytes)).rejects.toMatchObject({ code })
    expect(await at.count('stored_file')).toBe(0)
    expect(await at.deps.db.selectFrom('concealment_run').select('id').execute()).toEqual([])
  })

  it('is for who may', async () => {
    const { deps } = await scene()
    const input = { districtId, fileName: '清单.csv', bytes: list }
    await expect(matchList(deps, examiner, input)).rejects.toMatchObject({ code: 'access.denied' })
    await expect(matchList(deps, actorOf('unit_editor'), input)).rejects.toMatchObject({ code: 'access.denied' })
  })
})

describe('a clue is decided by a person', () => {
  it('confirmed unfiled raises F-01, once for one account in however many lists', async () => {
    const at = await scene()
    const first = await rows(at, (await run(at)).runId)
    const again = await rows(at, (await run(at)).runId)
    const { triggers: raised, state, version } = await decide(at, first['unfiled']!.id)
    expect({ state, version }).toEqual({ state: 'confirmed', version: 2 })
    expect((await decide(at, again['unfiled']!.id)).triggers).toEqual(raised)
    expect(await triggers(at)).toMatchObject([
      {
        id: raised[0],
        rule: 'F-01',
        unitId: at.water,
        accountId: null,
        facts: { fact: '未备案运营', account: '临湖水务直播' },
      },
    ])
  })

  it.each([
    [
      'with its 快手号 and without',
      [
        ['临湖水务直播', 'lhszb'],
        ['临湖水务直播', ''],
      ],
      1,
    ],
    [
      'without its 快手号 and with',
      [
        ['临湖水务直播', ''],
        ['临湖水务直播', 'lhszb'],
      ],
      1,
    ],
    [
      'under a new name with the same 快手号',
      [
        ['临湖水务直播', 'lhszb'],
        ['临湖供水直播', 'lhszb'],
      ],
      1,
    ],
    [
      'by its name, by both, by its 快手号',
      [
        ['临湖水务直播', ''],
        ['临湖水务直播', 'lhszb'],
        ['临湖供水直播', 'lhszb'],
      ],
      1,
    ],
    [
      'two of one name with two 快手号',
      [
        ['临湖水务直播', 'lhszb'],
        ['临湖水务直播', 'lhszb2'],
      ],
      2,
    ],
    [
      'two of two names',
      [
        ['临湖水务直播', ''],
        ['临湖供水直播', ''],
      ],
      2,
    ],
  ])('one account is raised once however a list tells of it: %s', async (_, finds, facts) => {
    const at = await scene()
    await asked(at, at.water, '2026-06-26T16:00:00.000Z')
    for (const [name, id] of finds) {
      const found = csv(`快手,${name},${id},临湖区水务局,2026-10-08,是`)
      await decide(at, (await rows(at, (await run(at, found)).runId))['unfiled']!.id)
    }
    const raised = (await triggers(at)).map(({ rule }) => rule)
    expect(raised.filter((rule) => rule === 'F-01')).toHaveLength(facts)
    expect(raised.filter((rule) => rule === 'F-03')).toHaveLength(facts)
  })

  it('the same name at two units or on two platforms is two accounts', async () => {
    const at = await scene()
    for (const line of [
      '快手,便民直播,,临湖区水务局,,',
      '快手,便民直播,,临湖区民政局,,',
      '抖音,便民直播,,临湖区水务局,,',
    ])
      await decide(at, (await rows(at, (await run(at, csv(line))).runId))['unfiled']!.id)
    expect(await triggers(at)).toHaveLength(3)
  })

  it('confirmed 关停后重新上线 raises F-01 with what happened', async () => {
    const at = await scene()
    const all = await rows(at, (await run(at)).runId)
    await decide(at, all['reappeared']!.id)
    expect(await triggers(at)).toMatchObject([
      { rule: 'F-01', unitId: at.civil, accountId: at.closed, facts: { fact: '私自重新上线', ceasedOn: '2026-05-31' } },
    ])
  })

  it.each([
    ['the deadline is this very moment', '2026-10-12T01:00:00.000Z', ['F-01', 'F-03']],
    ['the deadline is a minute away', '2026-10-12T01:01:00.000Z', ['F-01']],
  ])('after a 专项排查: %s', async (_, due, rules) => {
    const at = await scene()
    await asked(at, at.water, due)
    const all = await rows(at, (await run(at)).runId)
    await decide(at, all['unfiled']!.id)
    const raised = await triggers(at)
    expect(raised.map(({ rule }) => rule)).toEqual(rules)
    const concealed = { campaign: '2026年政务新媒体专项排查', returnKind: 'zero' }
    expect(raised.slice(1).map(({ facts }) => facts)).toMatchObject(rules.slice(1).map(() => concealed))
  })

  it('confirmed impostor, 移交线索 and what a person calls registered raise nothing', async () => {
    const at = await scene()
    const all = await rows(at, (await run(at)).runId)
    await decide(at, all['impostor']!.id)
    await decide(at, all['out-of-scope']!.id)
    await decide(at, all['unfiled']!.id, { as: { kind: 'renamed', accountId: at.weibo }, reason: '单位来函说明更名' })
    expect(await triggers(at)).toEqual([])
  })

  it('a registered account that a person sees otherwise becomes a clue that counts', async () => {
    const at = await scene()
    const all = await rows(at, (await run(at)).runId)
    await expect(decide(at, all['matched']!.id, { as: { kind: 'unfiled' } })).rejects.toMatchObject({
      code: 'match.reason-required',
    })
    await decide(at, all['matched']!.id, { as: { kind: 'unfiled' }, reason: '标识登记有误，系另一账号' })
    expect((await triggers(at)).map(({ rule }) => rule)).toEqual(['F-01'])
  })

  it('dismissed with a reason it stays known, and can still be confirmed later', async () => {
    const at = await scene()
    const { id } = (await rows(at, (await run(at)).runId))['unfiled']!
    await expect(decide(at, id, { decision: 'dismiss', reason: '  ' })).rejects.toMatchObject({
      code: 'match.reason-required',
    })
    expect(await decide(at, id, { decision: 'dismiss', reason: '系市局账号' })).toMatchObject({
      state: 'dismissed',
      triggers: [],
    })
    await expect(decide(at, id, { decision: 'dismiss', reason: '再次', version: 2 })).rejects.toMatchObject({
      code: 'match.action-not-allowed',
    })
    expect(await decide(at, id, { version: 2 })).toMatchObject({ state: 'confirmed', version: 3 })
    await expect(decide(at, id, { version: 3 })).rejects.toMatchObject({ code: 'match.action-not-allowed' })
  })

  it.each<[string, (at: Scene, id: string) => Promise<unknown>, string]>([
    [
      'whoever brought the list',
      (at, id) => decide(at, id, {}, { ...examiner, id: supervisor.id }),
      'access.maker-is-checker',
    ],
    ['whoever may only look', (at, id) => decide(at, id, {}, supervisor), 'access.denied'],
    ['an old version', (at, id) => decide(at, id, { version: 0 }), 'record.changed-meanwhile'],
    ['a clue of nowhere', (at) => decide(at, '00000000-0000-0000-0000-000000000000'), 'record.not-found'],
    [
      'an account of nowhere',
      (at, id) => decide(at, id, { as: { kind: 'renamed', accountId: id }, reason: '更名' }),
      'record.not-found',
    ],
    [
      'no account where one is needed',
      (at, id) => decide(at, id, { as: { kind: 'renamed' }, reason: '更名' }),
      'match.account-required',
    ],
    [
      'a running account as 重新上线',
      (at, id) => decide(at, id, { as: { kind: 'reappeared', accountId: at.weibo }, reason: '再现' }),
      'match.account-not-closed',
    ],
    [
      'a unit outside the notice as unfiled',
      (at, id) => decide(at, id, { as: { unitId: at.women } }),
      'match.unit-outside',
    ],
  ])('refused: %s', async (_, attempt, code) => {
    const at = await scene()
    const { id } = (await rows(at, (await run(at)).runId))['unfiled']!
    await expect(attempt(at, id)).rejects.toMatchObject({ code })
    expect(await triggers(at)).toEqual([])
    expect(
      (await rows(at, (await at.deps.db.selectFrom('concealment_run').select('id').executeTakeFirstOrThrow()).id))[
        'unfiled'
      ]?.state,
    ).toBe('open')
  })

  it('of two who decide at once, one is told', async () => {
    const at = await scene()
    const { id } = (await rows(at, (await run(at)).runId))['unfiled']!
    const both = await Promise.allSettled([decide(at, id), decide(at, id, {}, actorOf('office_head'))])
    expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
    expect(both.find((one) => one.status === 'rejected')?.reason).toMatchObject({ code: 'record.changed-meanwhile' })
    expect(await triggers(at)).toHaveLength(1)
  })

  it('several that fit are left to the person, who names one of them or none', async () => {
    const at = await scene()
    const [one, two] = [
      await at.account(at.water, '临湖便民', { platform: 'douyin' }),
      await at.account(at.civil, '临湖便民', { platform: 'douyin' }),
    ]
    const bytes = csv('抖音,临湖便民,,,,')
    const { id } = (await rows(at, (await run(at, bytes)).runId))['ambiguous']!
    await expect(decide(at, id)).rejects.toMatchObject({ code: 'match.verdict-required' })
    await decide(at, id, { as: { accountId: two } })
    const kept = await at.deps.db
      .selectFrom('concealment_match')
      .select(['verdict', 'decided_account_id as account'])
      .executeTakeFirstOrThrow()
    expect(kept).toEqual({ verdict: 'matched', account: two })
    expect(one).not.toBe(two)
    const next = (await rows(at, (await run(at, bytes)).runId))['ambiguous']!
    await decide(at, next.id, { as: { kind: 'unfiled', unitId: at.water } })
    expect((await triggers(at)).map(({ rule, unitId }) => [rule, unitId])).toEqual([['F-01', at.water]])
  })
})

describe('a list that bears the mark of a secret', () => {
  it('is kept nowhere, whether it is taken in or only held against the ledger', async () => {
    const at = await scene()
    const bytes = csv('微博,绝密★启用前,,,,')
    const stopped = { code: 'secrecy.file-stopped', message: expect.stringMatching(/第2行.*第1号/) }
    await expect(run(at, bytes)).rejects.toMatchObject(stopped)
    const file = { districtId, bytes, fileName: '清单.csv', asOf }
    await expect(matchDocument(at.deps, supervisor, file)).rejects.toMatchObject(stopped)
    expect(await at.count('stored_file')).toBe(0)
    expect(await at.deps.db.selectFrom('secrecy_stop').select(['source', 'place']).execute()).toEqual([
      { source: '瞒报漏报核查', place: '第2行' },
    ])
  })
})

describe('./govmedia match FILE --json', () => {
  it('prints each match with its reasons, twice the same to the byte, and writes nothing', async () => {
    const at = await scene()
    const file = { districtId, bytes: list, fileName: '清单.csv', asOf }
    const document = await matchDocument(at.deps, supervisor, file)
    expect(JSON.stringify(await matchDocument(at.deps, supervisor, file))).toBe(JSON.stringify(document))
    expect(document.counts).toMatchObject({ rows: 6, rejected: 1, matched: 1, unfiled: 1, reappeared: 1, impostor: 1 })
    const [matched, , reappeared, impostor] = document.matches
    expect(matched).toMatchObject({
      discovered: { name: '临湖水务', row: 2 },
      kind: 'matched',
      label: '已登记',
      account: { id: at.weibo, name: '临湖水务', unit: '临湖区水务局', platform: '新浪微博' },
      score: 93,
    })
    expect(reappeared?.reasons.join('')).toContain('2026-05-31 关停')
    expect(impostor).toMatchObject({ kind: 'impostor', account: { id: at.weibo } })
    for (const { score, parts, reasons } of document.matches) {
      expect(parts.reduce((sum, { points }) => sum + points, 0)).toBe(score)
      for (const reason of reasons) expect(reason).toMatch(/[一-龥].*。$/)
    }
    expect(document.rejected).toMatchObject([{ row: 7 }])
    expect(await at.count('stored_file')).toBe(0)
    expect((await at.deps.db.selectFrom('trail_event').select('seq').execute()).length).toBe(0)
  })

  it('sees the ledger as it stood on the day', async () => {
    const at = await scene()
    const kinds = async (day: string) =>
      (
        await matchDocument(at.deps, supervisor, {
          districtId,
          bytes: csv('快手,临湖民政,,,,'),
          fileName: '清单.csv',
          asOf: day as never,
        })
      ).matches.map(({ kind }) => kind)
    expect([await kinds('2026-05-30'), await kinds('2026-05-31'), await kinds('2026-06-01')]).toEqual([
      ['matched'],
      ['matched'],
      ['reappeared'],
    ])
  })
})
