import type { Actor, Deps } from '../../access/index.ts'
import { instantFromLocal } from '../../calendar/index.ts'
import { openEmergency, printPaper, takeStep } from '../../emergency/index.ts'
import { qrPng } from '../../files/index.ts'
import type { Account } from '../../registry/index.ts'
import { demoDistrict } from './cast.ts'
import type { Stage } from './seeded.ts'

const districtId = demoDistrict.id
type Cast = { deps: Deps; stage: Stage; actors: ReadonlyMap<string, Actor> }
type Opening = Parameters<typeof openEmergency>[2]
type Step = Parameters<typeof takeStep>[2]

const moment = (text: string) => instantFromLocal(text)!

/** Opens a case when it was found, and hands out its steps; each is entered as it happens, or at once when the office opens. */
async function opened(
  { deps, stage, actors }: Cast,
  foundAt: string,
  about: Omit<Opening, 'districtId' | 'startedAt'>,
  entered?: string,
) {
  const supervisor = actors.get('supervisor')!
  const to = (at: string) => stage.to(`${at.replace(' ', 'T')}:00+08:00`)
  to(entered ?? foundAt)
  const { id } = await openEmergency(deps, supervisor, { districtId, startedAt: moment(foundAt), ...about })
  let version = 1
  const step = async (at: string, action: Step['action'], told: Partial<Step> = {}) => {
    if (!entered) to(at)
    const input = { districtId, caseId: id, version, action, at: moment(at), ...told }
    ;({ version } = await takeStep(deps, supervisor, input))
  }
  return { id, step }
}

const picture = async (name: string) => ({ name: `${name}.png`, bytes: await qrPng(`演示${name}`) })

/** Severe content of September: told by phone, corrected within the two hours, closed with its report. */
export async function playClosedEmergency(cast: Cast, accounts: readonly Account[]): Promise<void> {
  const { id, step } = await opened(cast, '2026-09-22 15:20', {
    kind: 'content',
    accountId: idOf(accounts, '临湖民政'),
    link: 'https://demo.example.cn/21/0922',
  })
  await step('2026-09-22 15:24', 'call', {
    called: 'staff',
    dueAt: moment('2026-09-22 17:24'),
    words: '推文标题中的机构名称表述错误，请立即撤下并更正',
  })
  await step('2026-09-22 15:31', 'preserve', { file: await picture('错误标题截图') })
  await step('2026-09-22 15:50', 'answer', { words: '已联系编辑，正在撤稿' })
  await step('2026-09-22 16:12', 'fix', {
    words: '原文已删除，16时10分重新发布更正稿',
    file: await picture('更正后页面'),
  })
  await step('2026-09-22 17:00', 'conclude', { words: '系编辑误用旧称，已更正；责成单位完善三审制度' })
  const report = { districtId, caseId: id, paper: 'report', body: null } as const
  await printPaper(cast.deps, cast.actors.get('supervisor')!, report, { format: 'docx', demo: true })
  await step('2026-09-22 17:20', 'close')
}

/** An impostor that its platform was asked to close, on the last Saturday. */
export async function playImpostor(cast: Cast, accounts: readonly Account[]): Promise<void> {
  const impostor = await opened(cast, '2026-10-10 16:53', {
    kind: 'impostor',
    accountId: idOf(accounts, '临湖水务'),
    name: '临湖水务便民缴费',
    platform: 'douyin',
    link: 'https://demo.example.cn/fake/lhsw',
  })
  await impostor.step('2026-10-10 16:54', 'preserve', { file: await picture('假冒账号主页') })
  await impostor.step('2026-10-10 16:56', 'verify', { words: '区水务局书面确认不是本单位账号，主页引导群众扫码缴费' })
  await impostor.step('2026-10-10 16:58', 'request', { words: '平台政务侵权投诉入口', reference: 'TS-20261010-118' })
}

/** Public opinion of Sunday, entered on Monday morning, and severe content of this very morning: its unit was told, and has not answered yet. */
export async function playMorningEmergencies(cast: Cast, accounts: readonly Account[]): Promise<void> {
  const event = await opened(
    cast,
    '2026-10-11 10:30',
    { kind: 'opinion', name: '城东片区自来水短时浑浊' },
    '2026-10-12 08:42',
  )
  await event.step('2026-10-11 10:45', 'preserve', { file: await picture('网上反映截图') })
  const content = await opened(cast, '2026-10-12 08:43', {
    kind: 'content',
    accountId: idOf(accounts, '临湖水务'),
    link: 'https://demo.example.cn/22/1012',
  })
  await content.step('2026-10-12 08:44', 'call', {
    called: 'direct',
    dueAt: moment('2026-10-12 10:44'),
    words: '停水通知中地名和领导机关名称表述错误，请立即删除，核实后重新发布',
  })
  await content.step('2026-10-12 08:52', 'preserve', { file: await picture('停水通知截图') })
}

const idOf = (accounts: readonly Account[], name: string) => accounts.find((account) => account.name === name)!.id
