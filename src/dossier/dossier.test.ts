import { createCanvas } from '@napi-rs/canvas'
import { expect, it } from 'vitest'
import { pdfText } from '../../tests/golden/papers/read-paper.ts'
import { closingDistrict } from '../../tests/support/closing-district.ts'
import { actorOf, districtId } from '../../tests/support/monitored-district.ts'
import { civilDate, instant, month } from '../calendar/index.ts'
import { recordPatrol, runCheck } from '../monitoring/index.ts'
import { eventsOf } from '../trail/index.ts'
import { printDossier } from './index.ts'

const supervisor = actorOf('supervisor')

it('is one PDF of all that is held of an account, people masked unless a purpose is told by who may see them', async () => {
  const place = await closingDistrict()
  const { accountId } = place
  await place.posts(accountId, '2026-05-30', '2026-06-01')
  const { id: caseId } = await place.openCase()
  await place.approve(caseId)
  await recordPatrol(place.deps, supervisor, {
    districtId,
    accountId,
    checkedAt: instant('2026-06-15T04:00:00.000Z'),
    reachable: 'open',
    lastUpdateOn: civilDate('2026-06-01'),
    note: '联系 13800001111 核实',
    screenshot: { name: '截图.png', bytes: await createCanvas(300, 900).encode('png') },
  })
  await runCheck(place.deps, supervisor, { districtId, month: month('2026-05') })
  const print = (actor: Parameters<typeof printDossier>[1], more: { purpose?: string } = {}) =>
    printDossier(place.deps, actor, { districtId, accountId, demo: false, ...more })

  const masked = await print(actorOf('auditor'))
  const words = await pdfText(masked.bytes)
  for (const told of [
    '大事记',
    '批准',
    '负责人',
    '各月监测结论',
    '2026-05',
    '证据和附件清单',
    '载有个人信息，未收入',
    '图1',
  ])
    expect(words).toContain(told)
  expect(words).not.toMatch(/许静言|13800001111/)
  // What there is nothing of is said, not left out.
  expect(words).toMatch(/系统中没有记录的：.*通报.*整改/)

  const full = await print(supervisor, { purpose: '移送区纪委监委' })
  expect(await pdfText(full.bytes)).toContain('图2')
  expect(
    (await eventsOf(place.deps.db, districtId, { kind: 'account', id: accountId }))
      .slice(0, 2)
      .map(({ action, after }) => [action, after]),
  ).toEqual([
    ['dossier.printed', { people: 'full', purpose: '移送区纪委监委' }],
    ['dossier.printed', { people: 'masked' }],
  ])
  await expect(print(actorOf('auditor'), { purpose: '移送区纪委监委' })).rejects.toMatchObject({
    code: 'access.denied',
  })
  await expect(print(actorOf('reviewer'))).rejects.toMatchObject({ code: 'access.denied' })
  await expect(print(supervisor, { purpose: '看' })).rejects.toMatchObject({ code: 'people.purpose-required' })
})
