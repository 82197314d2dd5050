import { html } from 'hono/html'
import { expect, it } from 'vitest'
import { manuscriptDesk } from '../../../tests/support/manuscript-desk.ts'
import { actorOf, districtId } from '../../../tests/support/monitored-district.ts'
import type { Actor } from '../../access/index.ts'
import { instantFromLocal } from '../../calendar/index.ts'
import { checkUrgent } from '../../publishing/manuscripts/verbs/take-back.ts'
import { findManuscript } from '../../publishing/manuscripts/queries.ts'
import { tasksFor } from './tasks.ts'
import { unitManuscripts } from './unit-manuscripts.tsx'

it('tells who neither wrote nor signed an urgent manuscript that its 补审 waits, until it is done', async () => {
  const { deps, unit, draft, submit, sign, editor, second, deputy } = await manuscriptDesk()
  const shown = async (actor: Actor) => {
    const card = await unitManuscripts({ var: { deps, actor } }, { districtId, unitId: actor.unitId! })
    return (await html`${card}`).toString()
  }
  const guest = { ...actorOf('unit_editor', 'u:guest'), unitId: await unit('临湖区自然资源局') }
  const urgentSince = instantFromLocal('2026-10-12 07:40')!
  const ids = [await draft({ title: '关于城东水管爆裂的情况通报' }), await draft({ title: '关于恢复供水的通报' })]
  for (const id of ids) await submit(id, { urgentSince, urgentReason: '城东水管爆裂' })
  expect(await shown(second)).not.toContain('补审')
  for (const id of ids) await sign(deputy, id)
  const line = /<a href="\/manuscripts\/urgent">补审走加急通道的稿件 2 件<\/a>/
  expect(await shown(second)).toMatch(line)
  for (const who of [editor, deputy, guest]) expect(await shown(who)).not.toContain('补审走')
  // Who countersigns for the district and belongs to the unit besides hears of both at the district's workbench.
  const both: Actor = { ...second, id: 'u:both', roles: ['unit_editor', 'propaganda_office'] }
  const titles = async (actor: Actor) =>
    (await tasksFor({ var: { deps, actor } }, districtId)).map(({ title }) => title)
  expect(await titles(both)).toEqual(['补审走加急通道的稿件 2 件'])
  expect(await titles({ ...both, unitId: null })).toEqual([])
  for (const id of ids) {
    const { version } = (await findManuscript(deps.db, { districtId, all: true }, id))!
    await checkUrgent(deps, second, { districtId, manuscriptId: id, version, opinion: '已补审，表述准确' })
  }
  expect(await shown(second)).not.toContain('补审')
  expect(await titles(both)).toEqual([])
})
