import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { sceneDesk } from '../../../tests/support/pages.ts'
import { sceneDistrict } from '../../../tests/support/scene.ts'
import { instant } from '../../calendar/index.ts'
import { takeCheckpoint } from '../../checkpoints/index.ts'
import { inTransaction } from '../../database/index.ts'
import { readStoredFile, saveFile } from '../../files/index.ts'
import { append } from '../../trail/index.ts'

it('the trail is searched by person, matter and day, and calls accounts by their names', async () => {
  const { deps, scene, get } = await sceneDesk('trail-page', [])
  const auditor = await scene.signIn('auditor')
  const accountId = scene.accounts['临湖区教育局/wechat_official/临湖教育'] ?? ''
  const record = (action: string, at: string, after: object) =>
    inTransaction(deps.db, async (tx) =>
      append(tx, deps.ids, {
        districtId: sceneDistrict,
        actor: auditor.actor,
        action,
        subject: { kind: 'account', id: accountId },
        after,
        at: instant(at),
      }),
    )
  await record('account.changed', '2026-10-10T16:30:00Z', { accountId, pushFrequency: '每日一次' })
  await record('purpose.confirmed', '2026-10-11T16:30:00Z', { accountId, pushFrequency: '每周一次' })
  const rows = async (query: string) => {
    const page = await (await get(`/trail${query}`, auditor)).text()
    return { page, found: ['每日一次', '每周一次'].filter((words) => page.includes(words)) }
  }
  const all = await rows('')
  expect(all.found).toEqual(['每日一次', '每周一次'])
  expect(all.page).toContain(`<a href="/accounts/${accountId}">临湖教育（微信公众号）</a>`)
  expect(all.page).toMatch(/账号：<\/span>临湖教育（微信公众号）/)
  expect((await rows('?action=account.changed')).found).toEqual(['每日一次'])
  // Half past midnight of the 11th here, and of the 12th.
  expect((await rows('?day=2026-10-11')).found).toEqual(['每日一次'])
  expect((await rows('?day=2026-10-12')).found).toEqual(['每周一次'])
  expect((await rows('?day=2026-10-13')).page).toContain('没有符合条件的记录')
  expect((await rows(`?person=${auditor.actor.id}`)).found).toEqual(['每日一次', '每周一次'])
})

it('what the program and the terminal did is searched under one name each, whoever of them it was', async () => {
  const { deps, scene, get } = await sceneDesk('trail-kinds', [])
  const auditor = await scene.signIn('auditor')
  for (const [kind, id] of [
    ['operator', 'operator:first'],
    ['operator', 'operator:second'],
    ['system', 'system'],
    ['system', 'receive-error'],
  ] as const)
    await inTransaction(deps.db, (tx) =>
      append(tx, deps.ids, {
        districtId: sceneDistrict,
        actor: { ...auditor.actor, kind, id },
        action: 'purpose.confirmed',
        subject: { kind: 'account', id },
        after: { reason: `由${id}办理` },
        at: deps.wall.now(),
      }),
    )
  const page = async (query: string) => (await get(`/trail${query}`, auditor)).text()
  const all = await page('')
  for (const label of ['服务器操作员', '系统'])
    expect(all.match(new RegExp(`<option[^>]*>${label}</option>`, 'g'))).toHaveLength(1)
  for (const id of ['operator:first', 'operator:second']) {
    const found = await page(`?person=${id}`)
    expect(
      ['由operator:first办理', '由operator:second办理', '由system办理'].map((words) => found.includes(words)),
    ).toEqual([true, true, false])
  }
})

it('an auditor holds the trail against a 核验页 on the page, and hears what differs or what is wrong with the file', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'trail-'))
  onTestFinished(() => rmSync(dataDir, { recursive: true, force: true }))
  const { deps, scene, post, owner } = await sceneDesk('trail-against', [], dataDir)
  const auditor = await scene.signIn('auditor')
  const { actor } = auditor
  const paper = { kind: 'report', id: deps.ids.next(), version: 1, title: '季度监测报告' }
  const fileId = await inTransaction(deps.db, async (tx) => {
    const bytes = Buffer.from('报告正文')
    const { id } = await saveFile(tx, deps, { districtId: sceneDistrict, name: '报告.pdf', bytes, actor })
    const input = { districtId: sceneDistrict, paper, files: { pdf: id }, demo: false }
    return (await takeCheckpoint(tx, deps, actor, input)).fileId
  })
  const { bytes } = await readStoredFile(deps, sceneDistrict, fileId)
  const said = async (file: Uint8Array, name = '核验页.pdf') => {
    const answer = await post('/trail/against', { page: new File([new Uint8Array(file)], name) }, auditor)
    return [answer.status, await answer.text()]
  }
  expect(await said(bytes)).toEqual([200, expect.stringContaining('此前的留痕没有被改写')])
  expect(await said(Buffer.from('别的'), '别的.txt')).toEqual([422, expect.stringContaining('“别的.txt”不是核验页')])
  await owner((one) =>
    one.query(`update trail_event set after = '{}' where district_id = '${sceneDistrict}' and seq = 1`),
  )
  expect(await said(bytes)).toEqual([200, expect.stringMatching(/留痕与核验页不一致.*第 1 条不对/s)])
  const supervisor = await scene.signIn('supervisor')
  expect((await post('/trail/against', {}, supervisor)).status).toBe(403)
})
