import type { Actor, Deps } from '../../access/index.ts'
import { addDays, civilDate, type Instant, instantFromLocal } from '../../calendar/index.ts'
import { importPosts } from '../../collection/index.ts'
import { writeCsv } from '../../documents/index.ts'
import {
  checkWordsOf,
  createManuscript,
  drawSamples,
  enterPublishedText,
  listManuscripts,
  matchedPosts,
  presentSteps,
  recordPublication,
  setAdoption,
  signGates,
  submitManuscript,
} from '../../publishing/index.ts'
import type { Account } from '../../registry/index.ts'
import { demoDistrict } from './cast.ts'
import type { Stage } from './seeded.ts'

const districtId = demoDistrict.id
type Cast = { deps: Deps; stage: Stage; actors: ReadonlyMap<string, Actor> }

/** 先审后发 in one unit: published after three levels, waiting for the last one or for who was asked to join, returned with remarks, and being written. */
export async function playManuscripts({ deps, stage, actors }: Cast, accounts: readonly Account[]): Promise<void> {
  const who = (login: string) => actors.get(login)!
  const editor = who('tianbao')
  const unitId = editor.unitId!
  const own = accounts.filter((one) => one.unitId === unitId && one.name === '临湖水务').map(({ id }) => id)
  stage.to('2026-10-10T15:20:00+08:00')
  await setAdoption(deps, who('fenguan'), { districtId, unitId, levels: 3 })
  const write = (title: string, html: string, accountIds = own) =>
    createManuscript(deps, editor, {
      districtId,
      unitId,
      text: { title, html, author: '卢景行', accountIds },
    })
  const read = async (id: string) => {
    const { rows } = await listManuscripts(deps.db, { districtId, all: true }, {}, { offset: 0, limit: 99 })
    return rows.find((one) => one.id === id)!
  }
  const submit = async (
    id: string,
    plannedAt: string,
    more: {
      urgentSince?: Instant
      urgentReason?: string
      jointUnitIds?: string[]
      offices?: ('propaganda' | 'secrecy')[]
    } = {},
  ) => {
    const { version, textNumber } = await read(id)
    const input = {
      districtId,
      manuscriptId: id,
      version,
      textNumber,
      plannedAt: instantFromLocal(plannedAt)!,
      ...more,
    }
    await submitManuscript(deps, editor, input, checkWordsOf(deps, districtId))
  }
  const sign = async (login: string, id: string, remark?: { gate: string; opinion: string }) => {
    const { version } = await read(id)
    const step = (await presentSteps(deps.db, districtId, [id]))
      .get(id)!
      .find(({ gates }) => gates.some(({ outcome }) => outcome === null))!
    const gates = step.gates.map(({ gate }) =>
      gate === remark?.gate
        ? { gate, outcome: 'fail' as const, opinion: remark.opinion }
        : { gate, outcome: 'pass' as const },
    )
    await signGates(deps, who(login), { districtId, manuscriptId: id, version, step: step.number, gates })
  }

  const done = await write(
    '城东片区10月10日晚停水检修的通知',
    '<p>因城东主管网阀门更换，10月10日22时至11日6时，城东片区停水检修。</p><p>请沿线居民提前储水。抢修电话：0730-12345。</p>',
    own.slice(0, 1),
  )
  await submit(done.id, '2026-10-10 18:00')
  for (const login of ['shengao', 'fugao', 'fenguan']) await sign(login, done.id)
  stage.to('2026-10-10T15:40:00+08:00')
  const { version } = await read(done.id)
  await recordPublication(deps, editor, {
    districtId,
    manuscriptId: done.id,
    version,
    accountId: own[0]!,
    link: 'https://demo.example.cn/16/1010',
    publishedAt: instantFromLocal('2026-10-10 15:36')!,
  })

  const urgent = await write(
    '城北主管网爆管抢修情况通报',
    '<p>10月10日14时50分，城北主管网一处爆管，抢修人员已到场，预计当日20时恢复供水。</p>',
    own.slice(0, 1),
  )
  const urgentSince = instantFromLocal('2026-10-10 14:50')!
  await submit(urgent.id, '2026-10-10 15:50', { urgentSince, urgentReason: '城北主管网爆管，影响三个小区供水' })
  await sign('zhuyao', urgent.id)

  const returned = await write(
    '我区前三季度水利建设投资情况',
    '<p>前三季度，全区完成水利建设投资2.1亿元，同比增长12%。</p>',
  )
  await submit(returned.id, '2026-10-13 10:00')
  await sign('shengao', returned.id, { gate: 'policy', opinion: '增速口径与统计部门公布的不一致，请核对来源后注明。' })

  const waiting = await write(
    '秋冬季节水宣传周活动安排',
    '<p>10月19日至25日开展秋冬季节水宣传周活动。</p><h2>一、进社区</h2><p>组织志愿者到望湖、南汀两个街道讲解节水器具使用。</p><h2>二、进学校</h2><p>面向中小学生开放水厂参观，每天不超过60人，请提前三天预约。</p>',
  )
  await submit(waiting.id, '2026-10-15 09:00')
  for (const login of ['shengao', 'fugao']) await sign(login, waiting.id)

  const joint = await write(
    '临湖水源地保护范围调整的说明',
    '<p>为保障饮用水安全，临湖水源地保护范围拟于11月1日起调整，涉及望湖街道两个社区。</p><p>界桩位置和地块信息以自然资源部门核定的为准。</p>',
    own.slice(0, 1),
  )
  await submit(joint.id, '2026-10-16 09:00', {
    jointUnitIds: [who('lianshen').unitId!],
    offices: ['propaganda', 'secrecy'],
  })
  for (const login of ['shengao', 'fugao']) await sign(login, joint.id)

  await write('河长制工作半月动态（草稿）', '<p>9月下旬，各级河长巡河126次。</p>')
}

/** What came of it on the account: published as approved but for an hour, against the reviewers' word, and without asking anybody; sheets are asked of others. */
export async function playPublished({ deps, stage, actors }: Cast): Promise<void> {
  const supervisor = actors.get('supervisor')!
  stage.to('2026-10-12T08:12:00+08:00')
  const day = civilDate('2026-10-11')
  await importPosts(deps, supervisor, {
    districtId,
    fileName: '发布数据-2026-10-11.csv',
    bytes: writeCsv([
      ['账号', '平台', '标题', '链接', '发布时间'],
      ...[
        ['城东片区10月10日晚停水检修的通知', 'https://demo.example.cn/16/1010', '2026-10-10 15:36'],
        ['我区前三季度水利建设投资情况', 'https://demo.example.cn/16/1011', '2026-10-11 10:05'],
        ['河畔晨跑打卡，你来了吗', 'https://demo.example.cn/16/1012', '2026-10-11 17:30'],
      ].map((row) => ['临湖水务', '微信公众号', ...row]),
    ]),
    acceptValid: true,
    covers: { from: addDays(day, -1), to: day },
  })
  stage.to('2026-10-12T08:14:00+08:00')
  const posts = await matchedPosts(deps.db, { districtId }, { from: addDays(day, -1), to: day })
  const { accountId, id: postId } = posts.find(({ title }) => title.startsWith('城东片区'))!
  const text =
    '因城东主管网阀门更换，10月10日21时至11日6时，城东片区停水检修。\n请沿线居民提前储水。抢修电话：0730-12345。'
  await enterPublishedText(deps, supervisor, { districtId, accountId, postId, text })
  let seed = 0
  const asked = {
    districtId,
    range: { from: civilDate('2026-09-01'), to: civilDate('2026-09-30') },
    dueOn: civilDate('2026-10-19'),
  }
  const byTurns = (below: number) => (seed += 37) % below
  await drawSamples(deps, supervisor, { ...asked, count: 4 }, byTurns)
  await drawSamples(deps, supervisor, { ...asked, unitId: actors.get('choujian')!.unitId!, count: 1 }, byTurns)
}
