import { mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createCanvas } from '@napi-rs/canvas'
import { type Actor, createUser, type Deps, openDistrict, operatorActor, type Role } from '../../src/access/index.ts'
import { openWorkplace } from '../../src/app/workplace.ts'
import { civilDate, fixedClock, instant, type Month, month } from '../../src/calendar/index.ts'
import { importPosts } from '../../src/collection/index.ts'
import {
  acceptCase,
  approveCase,
  beginCase,
  checkCase,
  printCase,
  reviewCase,
  submitCase,
  uploadCaseScan,
} from '../../src/filing/index.ts'
import { enterNational, registerCase, reportNational } from '../../src/filing/cases/decide-case.ts'
import { seedCalendar } from '../../src/holidays/index.ts'
import { runCheck } from '../../src/monitoring/index.ts'
import { saveAccount, saveUnit } from '../../src/registry/index.ts'

export const districtId = '990207'
const morning = (day: string) => instant(`${day}T09:00:00+08:00`)
export const password = '自己想好的一句话，写在心里'

const people: readonly (readonly [login: string, name: string, role: Role])[] = [
  ['jianguan', '江若宁', 'supervisor'],
  ['fuzeren', '程望舒', 'office_head'],
  ['shouli', '苏映川', 'acceptor'],
  ['shenhe', '白若溪', 'examiner'],
  ['fuhe', '温以宁', 'reviewer'],
  ['tianbao', '温知遥', 'unit_editor'],
]

/** An office on a day of one's choice, in a directory that outlives its sittings; with what other journeys walk done by verbs. */
export async function closingOffice() {
  const dataDir = realpathSync(mkdtempSync(join(tmpdir(), 'govmedia-closing-')))
  const actors = new Map<string, Actor>()

  /** Works on the directory as of a day, and leaves the program's own clock there. */
  async function on<T>(day: string, work: (deps: Deps) => Promise<T>): Promise<T> {
    const workplace = await openWorkplace({ dataDir, role: 'cli' })
    try {
      const clock = fixedClock(morning(day))
      // Real time stays real, as in the program: what was written first is older.
      const done = await work({ ...workplace.deps, clock })
      const value = JSON.stringify(morning(day))
      await workplace.deps.db
        .insertInto('installation_setting')
        .values({ key: 'demo-clock', value, changed_at: morning(day) })
        .onConflict((conflict) => conflict.column('key').doUpdateSet({ value }))
        .execute()
      return done
    } finally {
      await workplace.close()
    }
  }

  const accountId = await on('2026-06-16', (deps) => furnish(deps, actors))
  const actor = (login: string) => actors.get(login)!

  return {
    dataDir,
    on,
    remove: () => rmSync(dataDir, { recursive: true, force: true }),
    check: (day: string, of: Month) => on(day, (deps) => runCheck(deps, actor('jianguan'), { districtId, month: of })),
    /** 注销备案 from the first word to the approval. */
    fileCase: (day: string) =>
      on(day, async (deps) => {
        const unitId = actor('tianbao').unitId!
        const answers = {
          contactName: '温知遥',
          contactPhone: '19900001234',
          reason: '同一平台重复开设',
          decision: 'meeting',
          successor: '“健康云泽”微信公众号',
          stopsOn: '2026年6月24日',
        }
        const editor = actor('tianbao')
        const { id: caseId } = await beginCase(deps, editor, {
          districtId,
          unitId,
          kind: 'deregister',
          accountId,
          answers,
        })
        const at = (version: number, opinion = '') => ({ districtId, caseId, version, opinion })
        await printCase(deps, editor, at(1))
        const bytes = await createCanvas(400, 560).encode('png')
        await uploadCaseScan(deps, editor, { ...at(2), name: '备案表.png', bytes })
        await submitCase(deps, editor, at(3))
        await checkCase(deps, actor('shouli'), {
          ...at(4),
          check: { signedBy: 'principal' as const, sealed: true, matches: true },
        })
        await acceptCase(deps, actor('shouli'), at(5, '齐全'))
        await reviewCase(deps, actor('shenhe'), at(6, '理由成立'))
        await approveCase(deps, actor('fuzeren'), at(7, '同意'))
        return caseId
      }),
    /** 全国系统关停 and 登记台账, after the platform's step was recorded. */
    registerCase: (day: string, caseId: string) =>
      on(day, async (deps) => {
        const entered = { on: civilDate(day), noReceiptReason: '全国系统未出具回执' }
        await reportNational(deps, actor('tianbao'), { districtId, caseId, version: 9, ...entered })
        await enterNational(deps, actor('shouli'), { districtId, caseId, version: 10, ...entered })
        await registerCase(deps, actor('shouli'), { districtId, caseId, version: 11 })
      }),
  }
}

async function furnish(deps: Deps, actors: Map<string, Actor>): Promise<string> {
  await seedCalendar(deps.db, deps.wall.now())
  const operator = operatorActor('journey', deps.ids.next())
  await openDistrict(deps, operator, {
    id: districtId,
    name: '云泽区',
    shortName: '云泽',
    officeName: '云泽区行政审批服务局',
    issuingOffice: '云泽区政务公开领导小组办公室',
  })
  const { id: unitId } = await saveUnit(deps, operator, {
    districtId,
    name: '云泽区疾病预防控制中心',
    shortName: '区疾控中心',
    kind: 'civil_managed_institution',
  })
  const accounts: string[] = []
  for (const name of ['健康云泽', '云泽疾控'])
    accounts.push(
      (
        await saveAccount(deps, operator, {
          districtId,
          unitId,
          facts: {
            name,
            platform: 'wechat_official',
            purpose: 'publish',
            certifiedEntity: '云泽区疾病预防控制中心',
            followers: 5_200,
            followersOn: civilDate('2026-06-01'),
          },
          filingState: 'filed',
          filingBasis: '原备案名单',
        })
      ).account.id,
    )
  for (const [login, displayName, role] of people) {
    const own = role.startsWith('unit_') ? unitId : null
    const { id } = await createUser(
      deps,
      operator,
      { districtId, unitId: own, login, displayName, roles: [role] },
      password,
    )
    actors.set(login, { kind: 'user', id, districtId, unitId: own, roles: [role], requestId: 'journey' })
  }
  await deps.db.updateTable('app_user').set({ must_change_password: false }).execute()
  const lines = ['健康云泽', '云泽疾控'].flatMap((name) =>
    ['2026-06-05', '2026-06-12', '2026-06-15'].map(
      (day) => `${name},微信公众号,${day}工作动态,https://example.cn/${encodeURIComponent(name)}/${day},${day} 10:00`,
    ),
  )
  await importPosts(deps, actors.get('jianguan')!, {
    districtId,
    fileName: '发布数据.csv',
    bytes: new TextEncoder().encode(['账号,平台,标题,链接,发布时间', ...lines].join('\n')),
    covers: { from: civilDate('2026-04-01'), to: civilDate('2026-06-16') },
  })
  return accounts[1]!
}

export const june = month('2026-06')
export const july = month('2026-07')
