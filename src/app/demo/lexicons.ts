import type { Actor, Deps } from '../../access/index.ts'
import {
  checkForDistrict,
  enterRow,
  ignoreFinding,
  lexiconKind,
  namesKind,
  sourcesKind,
} from '../../publishing/index.ts'
import { demoDistrict } from './cast.ts'
import type { Stage } from './seeded.ts'

const districtId = demoDistrict.id
type Cast = { deps: Deps; stage: Stage; actors: ReadonlyMap<string, Actor> }

const lines = [
  {
    kind: lexiconKind,
    line: {
      错误用语: '区卫计委',
      正确用语: '区卫健委',
      依据: '临湖区机构改革方案',
      类别: '机构名称',
      例外短语: '原区卫计委',
    },
  },
  {
    kind: lexiconKind,
    line: { 错误用语: '临湖新城', 正确用语: '临湖新区', 依据: '区划调整批复', 类别: '地名', 起用日期: '2025-01-01' },
  },
  {
    kind: lexiconKind,
    line: { 错误用语: '限时抢购', 依据: '国办发〔2018〕123号', 类别: '商业广告', 程度: '不得发布', 关口: '政策关' },
  },
  { kind: namesKind, line: { 名称: '㮾木桥村', 种类: '地名', 依据: '临湖区标准地名录' } },
  { kind: sourcesKind, line: { 稿源名称: '中国政府网', 网站域名: 'www.gov.cn', 依据: '国办发〔2018〕123号' } },
  { kind: sourcesKind, line: { 稿源名称: '临湖区人民政府网站', 依据: '区政务公开领导小组办公室通知' } },
] as const

/** 词库和名单 of the district, and one finding that a unit let stand. */
export async function playLexicons({ deps, stage, actors }: Cast): Promise<void> {
  const [supervisor, editor] = [actors.get('supervisor')!, actors.get('tianbao')!]
  stage.to('2026-10-10T15:15:00+08:00')
  for (const { kind, line } of lines)
    await enterRow(deps, supervisor, { districtId, kind, unitId: null, written: new Map(Object.entries(line)) })
  const text = '旧版网页上“登陆系统”按钮已经停用。'
  const { findings } = await checkForDistrict(deps, districtId, { text, unitId: editor.unitId })
  for (const finding of findings)
    await ignoreFinding(deps, editor, {
      districtId,
      unitId: editor.unitId,
      finding,
      reason: '引用旧版网页按钮原文',
    })
}
