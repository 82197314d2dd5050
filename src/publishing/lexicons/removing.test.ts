import { expect, it } from 'vitest'
import { actorOf, districtId, monitoredDistrict } from '../../../tests/support/monitored-district.ts'
import { namesKind } from './model.ts'
import { listRows } from './queries.ts'
import { enterRow, removeRow } from './verbs/keep-rows.ts'

it('a line is taken out once, and of the names of units only by their own people or the district', async () => {
  const { deps, unit } = await monitoredDistrict()
  const [unitId, other] = [await unit('临湖区水务局'), await unit('临湖区教育局')]
  const names = { districtId, kind: namesKind, unitId: null }
  const supervisor = actorOf('supervisor')
  const [editor, stranger] = [unitId, other].map((of) => ({ ...actorOf('unit_editor'), unitId: of }))
  const enter = (actor: typeof supervisor, of: string | null, name: string) =>
    enterRow(deps, actor, { ...names, unitId: of, written: new Map(Object.entries({ 名称: name, 依据: '三定方案' })) })
  await enter(supervisor, null, '临湖大堤')
  await enter(editor!, unitId, '秸杆站')
  const { rows } = await listRows(deps.db, namesKind, { districtId })
  const idOf = (name: string) => rows.find(({ row }) => row['name'] === name)!.id
  const gone = { code: 'record.not-found' }
  await expect(removeRow(deps, stranger!, { ...names, unitId: other, id: idOf('秸杆站') })).rejects.toMatchObject(gone)
  await expect(removeRow(deps, editor!, { ...names, unitId, id: idOf('临湖大堤') })).rejects.toMatchObject(gone)
  await removeRow(deps, editor!, { ...names, unitId, id: idOf('秸杆站') })
  await expect(removeRow(deps, editor!, { ...names, unitId, id: idOf('秸杆站') })).rejects.toMatchObject(gone)
  await expect(removeRow(deps, supervisor, { ...names, id: '不是编号' })).rejects.toMatchObject(gone)
  const left = await listRows(deps.db, namesKind, { districtId })
  expect(left.rows.map(({ row }) => row['name'])).toEqual(['临湖大堤'])
})
