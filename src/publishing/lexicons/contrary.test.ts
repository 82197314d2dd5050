import { expect, it } from 'vitest'
import { actorOf, districtId, monitoredDistrict } from '../../../tests/support/monitored-district.ts'
import { writeCsv } from '../../documents/index.ts'
import { lexiconKind } from './model.ts'
import { listRows } from './queries.ts'
import { bringRows, enterRow } from './verbs/keep-rows.ts'

const supervisor = actorOf('supervisor')
const words = { districtId, kind: lexiconKind, unitId: null }

it('one word is not told to be two things: a line that contradicts another 类别 is refused, by its row in a file', async () => {
  const { deps } = await monitoredDistrict()
  const enter = (wrong: string, right: string, list: string) =>
    enterRow(deps, supervisor, {
      ...words,
      written: new Map(Object.entries({ 错误用语: wrong, 正确用语: right, 依据: '机构改革方案', 类别: list })),
    })
  await enter('区卫计委', '区卫健委', '机构名称')
  await expect(enter('区卫计委', '区卫生健康局', '其他用词')).rejects.toMatchObject({
    code: 'lexicon.row',
    message: expect.stringContaining('“区卫计委”在“机构名称”中正确用语是“区卫健委”'),
  })
  // The same word with the same answer under another heading says nothing else.
  await enter('区卫计委', '区卫健委', '其他用词')
  const file = writeCsv([
    ['错误用语', '正确用语', '依据', '类别'],
    ['区卫计委', '区卫生健康局', '三定方案', '固定表述'],
    ['市容局', '城管局', '三定方案', '机构名称'],
    ['市容局', '城市管理局', '三定方案', '地名'],
  ])
  const brought = await bringRows(deps, supervisor, { ...words, fileName: '词库.csv', bytes: Buffer.from(file) })
  expect(brought).toMatchObject({ added: 1, replaced: 0 })
  expect(brought.refused).toEqual([
    { at: 2, why: expect.stringMatching(/与本条不一致，请先停用原来的一条/u) },
    { at: 4, why: '“市容局”与第3行的正确用语不一致' },
  ])
  expect((await listRows(deps.db, lexiconKind, { districtId })).total).toBe(3)
})
