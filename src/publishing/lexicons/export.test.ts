import { expect, it } from 'vitest'
import { sceneDesk } from '../../../tests/support/pages.ts'
import { sceneDistrict, type SignedIn } from '../../../tests/support/scene.ts'
import { wordsOf } from '../../../tests/support/sheets.ts'
import { lexiconKind, namesKind } from './model.ts'
import { lexiconRoutes } from './routes.tsx'
import { enterRow } from './verbs/keep-rows.ts'

it('a list goes out as a workbook or as text with every line its reader may see; the words of one unit stay in it', async () => {
  const desk = await sceneDesk('export', lexiconRoutes)
  const { scene, deps } = desk
  const supervisor = await scene.signIn('supervisor')
  const of = async (unit: string) => ({
    who: await scene.signIn('unit_editor', { unit, name: `${unit}填报` }),
    unitId: scene.units[unit]!,
  })
  const [water, town] = [await of('临湖区水务局'), await of('石埠镇人民政府')]
  const line = (...pairs: [string, string][]) => new Map(pairs)
  await enterRow(deps, supervisor.actor, {
    districtId: sceneDistrict,
    kind: lexiconKind,
    unitId: null,
    written: line(['错误用语', '区卫计委'], ['正确用语', '区卫健委'], ['依据', '=机构改革方案']),
  })
  for (const [{ who, unitId }, name] of [
    [water, '秸杆湾'],
    [town, '警钟常鸣坊'],
  ] as const)
    await enterRow(deps, who.actor, {
      districtId: sceneDistrict,
      kind: namesKind,
      unitId,
      written: line(['名称', name], ['种类', '地名'], ['依据', '地名录']),
    })

  const bytes = async (path: string, who: SignedIn) => {
    const answer = await desk.get(path, who)
    expect([path, answer.status]).toEqual([path, 200])
    return { bytes: await answer.arrayBuffer(), head: answer.headers.get('content-disposition') ?? '' }
  }
  const rows = async (list: string, who: SignedIn) => wordsOf((await bytes(`/lexicons/${list}/export`, who)).bytes)
  const words = await rows('words', water.who)
  expect(words.filter((row) => row.includes('区卫计委'))).toEqual([expect.arrayContaining(['区卫健委'])])
  const told = async (who: SignedIn) =>
    (await rows('names', who)).flat().filter((cell) => cell === '秸杆湾' || cell === '警钟常鸣坊')
  expect(await told(water.who)).toEqual(['秸杆湾'])
  expect(await told(town.who)).toEqual(['警钟常鸣坊'])
  expect((await told(supervisor)).toSorted()).toEqual(['秸杆湾', '警钟常鸣坊'])

  const csv = await bytes('/lexicons/words/export?as=csv', supervisor)
  expect(csv.head).toContain('.csv')
  // A cell that a sheet would take for a formula goes out as words.
  expect(new TextDecoder().decode(csv.bytes)).toMatch(/区卫计委,区卫健委,[^\n]*'=机构改革方案/)
  for (const none of ['none', 'ignored'])
    expect((await desk.get(`/lexicons/${none}/export`, supervisor)).status).toBe(404)
})
