import { may, permittedScope, scopeOf } from '../access/index.ts'
import {
  addMonths,
  month,
  type Month,
  monthOf,
  type Period,
  quarter,
  quarterOf,
  firstDayOf,
  monthZh,
  quarterZh,
  previousQuarter,
} from '../calendar/index.ts'
import { checkpointOf } from '../checkpoints/index.ts'
import { isUuid } from '../database/index.ts'
import { readStoredFile } from '../files/index.ts'
import { checkedMonths } from '../monitoring/index.ts'
import type { UnitPanel } from '../registry/index.ts'
import { Refusal, refuse } from '../vocabulary/refusals/index.ts'
import {
  defineRoutes,
  render,
  Select,
  sendDownload,
  shownMinute,
  typedValues,
  type WebContext,
  type RecordWords,
  idFrom,
} from '../web/index.ts'
import { BulletinPage, BulletinsPage } from './pages/bulletins.tsx'
import { scheduleRoutes } from './pages/schedule.tsx'
import { findBulletin, listBulletins, type WholeBulletin } from './queries.ts'
import { printUnitSheet } from './unit-sheet.ts'
import { compileBulletin } from './verbs/compile-bulletin.ts'
import { releaseBulletin } from './verbs/release-bulletin.ts'

const current = '/bulletins'
const MONTHS_OFFERED = 12

async function list(c: WebContext, refused?: Refusal, typed?: string): Promise<Response> {
  const { deps, actor, session } = c.var
  const { districtId } = session
  const all = await listBulletins(deps.db, districtId)
  const page = (
    <BulletinsPage
      csrf={session.csrf}
      // Drafts are for who works on them.
      bulletins={may(actor, 'report.draft', { districtId }) ? all : all.filter(({ state }) => state !== 'draft')}
      months={(await checkedMonths(deps.db, districtId)).slice(0, MONTHS_OFFERED)}
      wanted={typed}
      mayCompile={scopeOf(actor, 'report.compile', districtId) !== undefined}
      problem={refused?.message}
      minute={(at) => shownMinute(c, at)}
      mayChange={may(actor, 'settings.change', { districtId })}
    />
  )
  return render(c, page, { title: '月度监测简报', current }, refused?.status)
}

async function compile(c: WebContext): Promise<Response> {
  const { deps, actor, session, demo } = c.var
  const { month: typed = '' } = await typedValues(c)
  try {
    const input = { districtId: session.districtId, month: readMonth(typed), demo }
    const { id } = await compileBulletin(deps, actor, input)
    return c.redirect(`/bulletins/${id}`, 303)
  } catch (error) {
    if (!(error instanceof Refusal) || error.status === 403) throw error
    return list(c, error, typed)
  }
}

function readMonth(text: string): Month {
  try {
    return month(text)
  } catch {
    throw refuse('bulletin.month-unreadable', { found: text })
  }
}

/** Reads `2026-09` or `2026Q3`. Refuses `unit-sheet.period-unreadable`. */
export function readPeriod(text: string): Period {
  try {
    return text.includes('Q') ? quarter(text) : month(text)
  } catch {
    throw refuse('unit-sheet.period-unreadable', { found: text })
  }
}

async function wanted(c: WebContext): Promise<WholeBulletin> {
  const { deps, actor, session } = c.var
  permittedScope(actor, 'report.read', session.districtId)
  const id = c.req.param('id') ?? ''
  const bulletin = isUuid(id) ? await findBulletin(deps.db, session.districtId, id) : undefined
  const isMine = bulletin && (bulletin.state !== 'draft' || may(actor, 'report.draft', session))
  if (!bulletin || !isMine) throw refuse('record.not-found', { what: '简报' })
  return bulletin
}

async function show(c: WebContext): Promise<Response> {
  const bulletin = await wanted(c)
  const { actor, session } = c.var
  const page = (
    <BulletinPage
      csrf={session.csrf}
      bulletin={bulletin}
      release={
        bulletin.state === 'draft' && scopeOf(actor, 'report.finalise', session.districtId)
          ? { obstacle: obstacleOf(bulletin, actor.id) }
          : undefined
      }
      hasCheckpoint={(await pageOf(c, bulletin)) !== undefined}
      minute={(at) => shownMinute(c, at)}
    />
  )
  return render(c, page, { title: '月度监测简报', current })
}

function obstacleOf({ isDraft, createdBy }: WholeBulletin, actorId: string): string | undefined {
  if (isDraft) return '当月监测还没有办结，这一版是草稿。办结后请重新编制。'
  return createdBy === actorId ? '编制人不能审定自己编制的简报，请由其他人员审定。' : undefined
}

const pageOf = (c: WebContext, { id, version }: WholeBulletin) =>
  checkpointOf(c.var.deps.db, c.var.session.districtId, { kind: 'bulletin', id, version })

async function download(c: WebContext): Promise<Response> {
  const bulletin = await wanted(c)
  const format = c.req.param('format') ?? ''
  const files: Readonly<Record<string, string>> = bulletin.files
  const fileId =
    format === 'checkpoint'
      ? (await pageOf(c, bulletin))?.fileId
      : Object.hasOwn(files, format)
        ? files[format]
        : undefined
  if (!fileId) throw refuse('record.not-found', { what: '文件' })
  return sendDownload(c, await readStoredFile(c.var.deps, c.var.session.districtId, fileId))
}

async function release(c: WebContext): Promise<Response> {
  const bulletinId = idFrom(c, '简报')
  const { deps, actor, session, demo } = c.var
  await releaseBulletin(deps, actor, { districtId: session.districtId, bulletinId, demo })
  return c.redirect(`/bulletins/${bulletinId}`, 303)
}

/** On a unit's page: its 监测情况单 of a month or quarter. */
export const unitSheetPanel: UnitPanel = (c, unit) => {
  const { actor, session, deps } = c.var
  if (!may(actor, 'report.draft', { districtId: session.districtId })) return Promise.resolve(null)
  const last = addMonths(monthOf(deps.clock.today()), -1)
  const months = Array.from({ length: 12 }, (_, at) => addMonths(last, -at))
  const first = quarterOf(firstDayOf(last))
  const quarters = [first, previousQuarter(first), previousQuarter(previousQuarter(first))]
  return Promise.resolve(
    <section class="card" id="unit-sheet">
      <header>
        <h2>单位监测情况单</h2>
        <p>本单位账号一个月或一个季度的监测结论、问题、整改通知和期限</p>
      </header>
      <form class="filter" method="get" action={`/units/${unit.id}/sheet`}>
        <Select
          bare
          name="period"
          label="期间"
          value={last}
          choices={[
            ...months.map((value) => ({ value, label: monthZh(value) })),
            ...quarters.map((value) => ({ value, label: quarterZh(value) })),
          ]}
        />
        <button class="btn" type="submit" name="format" value="pdf">
          下载 PDF
        </button>
        <button class="btn" type="submit" name="format" value="docx">
          下载 Word
        </button>
      </form>
    </section>,
  )
}

async function unitSheet(c: WebContext): Promise<Response> {
  const { deps, actor, session, demo } = c.var
  permittedScope(actor, 'report.draft', session.districtId)
  const unitId = idFrom(c, '单位')
  const period = readPeriod(c.req.query('period') ?? '')
  const format = c.req.query('format') === 'docx' ? 'docx' : 'pdf'
  return sendDownload(c, await printUnitSheet(deps, { districtId: session.districtId, unitId, period, format, demo }))
}

export const bulletinRoutes = defineRoutes([
  ...scheduleRoutes,
  { method: 'get', path: '/bulletins', door: 'report.read', handle: (c) => list(c) },
  { method: 'post', path: '/bulletins', door: 'report.compile', handle: compile },
  { method: 'get', path: '/bulletins/:id', door: 'report.read', handle: show },
  { method: 'get', path: '/bulletins/:id/files/:format', door: 'report.read', handle: download },
  { method: 'post', path: '/bulletins/:id/release', door: 'report.finalise', handle: release },
  { method: 'get', path: '/units/:id/sheet', door: 'report.draft', handle: unitSheet },
])

/** What the room calls the states of its records, for the trail. */
export const bulletinRecordWords: RecordWords = { bulletin: { released: '已审定' } }
