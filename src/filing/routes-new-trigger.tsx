import { isCivilDate } from '../calendar/index.ts'
import { isUuid } from '../database/index.ts'
import { readStoredFile } from '../files/index.ts'
import { pickUnits, readAccounts, readUnit, readUnits } from '../registry/index.ts'
import { refuse } from '../vocabulary/refusals/index.ts'
import {
  keepLook,
  readUpload,
  refusalOf,
  render,
  type RouteDefinition,
  searchFrom,
  sendDownload,
  typedValues,
  type WebContext,
  idFrom,
} from '../web/index.ts'
import { ClueUnitPage, NewTriggerPage } from './pages/new-trigger.tsx'
import { type TriggerRule, triggerRules } from './triggers/index.ts'
import { evidenceOfTrigger } from './triggers/list.ts'
import { raiseByHand } from './triggers/raise-by-hand.ts'

const current = '/accountability'

async function choose(c: WebContext): Promise<Response> {
  const { deps, session } = c.var
  const { unitId = '' } = c.req.query()
  if (unitId !== '') return form(c, unitId)
  const units = pickUnits(await readUnits(deps.db, session.districtId), { search: searchFrom(c), chosen: undefined })
  return render(c, <ClueUnitPage c={c} units={units} />, { title: '登记线索', current })
}

async function form(
  c: WebContext,
  unitId: string,
  typed: Record<string, string> = {},
  problem?: string,
  status = 200,
): Promise<Response> {
  const { deps, session } = c.var
  const unit = isUuid(unitId) ? await readUnit(deps.db, session.districtId, unitId) : undefined
  if (!unit) throw refuse('record.not-found', { what: '单位' })
  const accounts = await readAccounts(deps.db, session.districtId, { unitIds: [unitId] })
  const body = <NewTriggerPage csrf={session.csrf} unit={unit} accounts={accounts} typed={typed} problem={problem} />
  return render(c, body, { title: '登记线索', current }, status)
}

async function raise(c: WebContext): Promise<Response> {
  const typed = await typedValues(c)
  const { unitId = '', rule = '', accountId = '', happenedOn = '', words = '', source = '', link = '' } = typed
  try {
    if (!Object.hasOwn(triggerRules, rule)) throw refuse('trigger.entry-incomplete', { what: '情形' })
    if (!isCivilDate(happenedOn)) throw refuse('trigger.entry-incomplete', { what: '发生或发现日期' })
    await raiseByHand(c.var.deps, c.var.actor, {
      districtId: c.var.session.districtId,
      rule: rule as TriggerRule,
      unitId,
      accountId: accountId || undefined,
      happenedOn,
      words,
      source,
      link,
      file: await readUpload(c, 'file'),
    })
    return c.redirect(`${current}?state=raised`, 303)
  } catch (error) {
    const { message, status } = refusalOf(error)
    return form(c, unitId, typed, message, status)
  }
}

async function evidence(c: WebContext): Promise<Response> {
  const { deps, session } = c.var
  const id = idFrom(c, '责任追究线索')
  const fileId = await evidenceOfTrigger(deps.db, session.districtId, id)
  if (!fileId) throw refuse('record.not-found', { what: '证据文件' })
  const { bytes, mediaType, name } = await readStoredFile(deps, session.districtId, fileId)
  await keepLook(c, { action: 'trigger.evidence-seen', subject: { kind: 'trigger', id }, after: { file: fileId } })
  return sendDownload(c, { name, bytes, mediaType })
}

/** 登记线索 by hand, and the file that came with one. */
export const newTriggerRoutes: RouteDefinition[] = [
  { method: 'get', path: '/accountability/new', door: 'accountability.raise', handle: choose },
  { method: 'post', path: '/accountability/new', door: 'accountability.raise', upload: true, handle: raise },
  { method: 'get', path: '/accountability/:id/evidence', door: 'accountability.read', handle: evidence },
]
