import { describe, expect, it } from 'vitest'
import { changeSetting } from '../../access/index.ts'
import { actorOf, districtId, monitoredDistrict } from '../../../tests/support/monitored-district.ts'
import { civilDate, month } from '../../calendar/index.ts'
import { eventsOf } from '../../trail/index.ts'
import { listFindings } from '../findings.ts'
import { adoptionKey } from '../rule-sets/rule-set.ts'
import { decideFinding } from './decide-finding.ts'
import { type ProblemInput, reportProblem, withdrawProblem } from './report-problem.ts'
import { runCheck } from './run-check.ts'

const supervisor = actorOf('supervisor')
const [first, second, third] = ['一', '二', '三'].map((name) => actorOf('reviewer', `user:复核${name}`))
const september = month('2026-09')

async function place() {
  const district = await monitoredDistrict()
  const unit = await district.unit('临湖区水务局')
  const accountId = await district.account(unit, '临湖水务', { platform: 'wechat_official' })
  await district.posts(accountId, '2026-09-28')
  const report = (more: Partial<ProblemInput> = {}, by = first!) =>
    reportProblem(district.deps, by, {
      districtId,
      accountId,
      indicator: 'N-NM-01a',
      seenOn: civilDate('2026-09-10'),
      what: '某处表述有误',
      ...more,
    })
  const check = () => runCheck(district.deps, supervisor, { districtId, month: september })
  const finding = async (indicator: string) => {
    const { findings } = await listFindings(district.deps.db, districtId, { month: september, indicator })
    return findings[0]
  }
  const decide = async (
    by: typeof first,
    decision: 'confirm' | 'dismiss' | 'needs-evidence',
    indicator = 'N-NM-01a',
  ) => {
    const { id, version } = (await finding(indicator))!
    return decideFinding(district.deps, by!, { districtId, findingId: id, decision, version, reason: '核对原文' })
  }
  return { ...district, accountId, report, check, finding, decide }
}

describe('a problem that people see', () => {
  it('is judged with its month, or at once where the month was judged, and waits for somebody else', async () => {
    const { report, check, finding, decide } = await place()
    await report()
    expect(await finding('N-NM-01a')).toBeUndefined()
    const before = await check()
    expect(before.accounts[0]).toMatchObject({ verdict: 'unqualified' })
    expect((await finding('N-NM-01a'))?.facts).toMatchObject({ reports: 1 })
    // Once the month was judged, what is reported is judged at once, and the check finds nothing new.
    await report({ what: '另一处表述有误', seenOn: civilDate('2026-09-12') })
    expect((await finding('N-NM-01a'))?.facts).toEqual({
      reports: 2,
      firstSeenOn: '2026-09-10',
      lastSeenOn: '2026-09-12',
      what: ['某处表述有误', '另一处表述有误'],
    })
    await expect(decide(first, 'confirm')).rejects.toMatchObject({ code: 'access.maker-is-checker' })
  })

  it('is none of another month’s, nor of a later day’s check', async () => {
    const { report, check, finding } = await place()
    await report({ seenOn: civilDate('2026-08-31') })
    await check()
    expect(await finding('N-NM-01a')).toBeUndefined()
  })

  it('taken back, with a reason and by whoever entered it, it holds no more and stays on record', async () => {
    const { report, check, finding, deps, accountId } = await place()
    const { id } = await report()
    await check()
    const withdraw = (by = first!, reason = '看错账号') =>
      withdrawProblem(deps, by, { districtId, problemId: id, reason })
    await expect(withdraw(first, ' ')).rejects.toMatchObject({ code: 'problem.reason-required' })
    await expect(withdraw(second)).rejects.toMatchObject({ code: 'problem.not-own' })
    await withdraw()
    await expect(withdraw()).rejects.toMatchObject({ code: 'problem.withdrawn-already' })
    expect((await finding('N-NM-01a'))?.state).toBe('withdrawn')
    const events = await eventsOf(deps.db, districtId, { kind: 'account', id: accountId })
    expect(events.map(({ action }) => action).slice(0, 2)).toEqual(['problem.withdrawn', 'problem.reported'])
    expect(JSON.stringify(events)).not.toContain('看错账号')
  })

  it('never keeps what was leaked, only its numbers', async () => {
    const { report, deps, database } = await place()
    const secret = { indicator: 'N-NM-01b', what: undefined, reference: '保密认定〔2026〕3号' }
    await expect(report(secret)).rejects.toMatchObject({ code: 'problem.not-judged' })
    const adopt = { districtId, key: adoptionKey('N-NM-01b'), value: true, source: '核对原件' }
    await changeSetting(deps, actorOf('office_head'), { ...adopt, effectiveFrom: civilDate('2026-10-12') })
    // In force from today on, and from then on only.
    await expect(report(secret)).rejects.toMatchObject({ code: 'problem.not-judged' })
    const today = { ...secret, seenOn: civilDate('2026-10-12') }
    await expect(report({ ...today, what: '内容' })).rejects.toMatchObject({ code: 'problem.secret-content' })
    await expect(report({ ...today, link: 'https://example.cn' })).rejects.toMatchObject({
      code: 'problem.secret-content',
    })
    const evidence = { name: '截图.png', bytes: new Uint8Array([1]) }
    await expect(report({ ...today, evidence })).rejects.toMatchObject({ code: 'problem.secret-content' })
    const told = report({ ...today, reference: '2026年某演习在东山' })
    await expect(told).rejects.toMatchObject({ code: 'problem.secret-reference' })
    await expect(report({ ...today, reference: ' ' })).rejects.toMatchObject({ code: 'problem.secret-reference' })
    await report(today)
    const kept = await database.db.selectFrom('reported_problem').selectAll().execute()
    expect(kept).toMatchObject([{ what: '', link: null, reference: '保密认定〔2026〕3号' }])
  })

  it.each<[string, Partial<ProblemInput>, string]>([
    ['seen tomorrow', { seenOn: civilDate('2026-10-13') }, 'problem.day-in-future'],
    ['under an indicator that the machine judges', { indicator: 'N-NM-02a' }, 'problem.not-judged'],
    ['under a template that is not adopted', { indicator: 'L-15' }, 'problem.not-judged'],
    ['under no indicator there is', { indicator: 'N-NM-99' }, 'problem.not-judged'],
    ['without a word', { what: ' ' }, 'problem.what-required'],
    ['with a link that is a script', { link: 'javascript:alert(1)' }, 'problem.link-unreadable'],
    ['of no account', { accountId: '00000000-0000-4000-8000-000000000000' }, 'record.not-found'],
  ])('%s is refused', async (_what, more, code) => {
    const { report } = await place()
    await expect(report(more)).rejects.toMatchObject({ code })
  })

  it('is entered by those who patrol', async () => {
    const { report } = await place()
    await expect(report({}, actorOf('unit_editor'))).rejects.toMatchObject({ code: 'access.denied' })
  })
})

describe('a severe one is confirmed by two people', () => {
  it('stands only once both have', async () => {
    const { report, check, finding, decide } = await place()
    await report()
    await check()
    expect(await decide(second, 'confirm')).toMatchObject({ state: 'candidate' })
    expect(await finding('N-NM-01a')).toMatchObject({ state: 'candidate', firstConfirmedBy: second!.id })
    await expect(decide(second, 'confirm')).rejects.toMatchObject({ code: 'finding.second-reviewer' })
    expect(await decide(third, 'confirm')).toMatchObject({ state: 'confirmed' })
  })

  it('sent back or dismissed in between, it takes two again', async () => {
    const { report, check, finding, decide } = await place()
    await report()
    await check()
    await decide(second, 'confirm')
    await decide(third, 'needs-evidence')
    expect(await finding('N-NM-01a')).toMatchObject({ state: 'needs-evidence', firstConfirmedBy: null })
    expect(await decide(third, 'confirm')).toMatchObject({ state: 'needs-evidence' })
    await decide(second, 'dismiss')
    expect(await finding('N-NM-01a')).toMatchObject({ state: 'dismissed', firstConfirmedBy: null })
  })

  it('on other facts, it takes two again', async () => {
    const { report, check, finding, decide } = await place()
    await report()
    await check()
    await decide(second, 'confirm')
    await report({ what: '又一处' })
    await check()
    expect(await finding('N-NM-01a')).toMatchObject({ state: 'candidate', firstConfirmedBy: null })
  })

  it('others take one', async () => {
    const { report, check, decide } = await place()
    await report({ indicator: 'N-123-01' })
    await check()
    expect(await decide(second, 'confirm', 'N-123-01')).toMatchObject({ state: 'confirmed' })
  })
})
