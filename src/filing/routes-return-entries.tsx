import { findDistrict, maskEmail, maskPhone } from '../access/index.ts'
import type { FieldChange } from '../registry/index.ts'
import { refuse } from '../vocabulary/refusals/index.ts'
import { formValues, refusalOf, render, type RouteDefinition, type WebContext, idFrom } from '../web/index.ts'
import { accountForms, type Answers, fieldsOf } from './forms/index.ts'
import { isPrintInForce } from './model.ts'
import { EntryForm } from './pages/entry-form.tsx'
import { entryDefects } from './returns/content.ts'
import { doubtsOf } from './returns/doubts.ts'
import { dropEntry, saveEntry } from './returns/fill.ts'
import { changesIn } from './returns/paper-fields.ts'
import { readEntries } from './returns/records.ts'
import { ownReturn, returnStep, seesPhones } from './routes-returns.tsx'

type Shown = {
  answers: Answers
  version?: number
  problem?: string
  standing?: string
  differences?: FieldChange[]
  touched: boolean
}

/** The form of one account, as typed where something was refused. */
export async function entryPage(c: WebContext, typed?: Shown, status = 200): Promise<Response> {
  const { deps, session } = c.var
  const { one, campaign, unitName, unitKind } = await ownReturn(c)
  const accountId = c.req.param('accountId')
  const entries = await readEntries(deps.db, deps.vault, session.districtId, one.id)
  const entry = entries.find((each) => each.accountId === accountId)
  if (accountId !== undefined && !entry) throw refuse('record.not-found', { what: '账号' })
  const answers = typed?.answers ?? shownAnswers(c, one.unitId, entry?.answers ?? {})
  const about = { unitName, district: await findDistrict(deps.db, session.districtId), today: deps.clock.today() }
  const defects = entryDefects(
    [{ accountId: accountId ?? '', added: entry?.added ?? true, answers }],
    campaign.forms,
    about,
  )
  const version = typed?.version ?? entry?.version
  const own = { accountId: accountId ?? '', answers }
  const all = [...entries.filter((each) => each.accountId !== accountId), own]
  const page = (
    <EntryForm
      csrf={session.csrf}
      returnId={one.id}
      unitName={unitName}
      {...(entry && { accountId: entry.accountId })}
      {...(version !== undefined && { version })}
      added={entry?.added ?? true}
      answers={answers}
      defects={defects}
      warnings={doubtsOf(all, { forms: campaign.forms, unitKind }).get(own.accountId) ?? []}
      touched={typed?.touched ?? (entry?.version ?? 1) > 1}
      forms={campaign.forms}
      {...(isPrintInForce(one) && { printed: one.printNumber })}
      problem={typed?.problem}
      {...(typed?.differences && { differences: typed.differences })}
      {...(typed?.standing !== undefined && { standing: standingAt(one.id, entries, typed.standing) })}
    />
  )
  const title = answers['name'] ?? '添加账号'
  return render(c, page, { title, current: '/filing', islands: ['unsaved', 'contradictions'] }, status)
}

// Somebody else saved first: both readings side by side, and a second saving is made on what is saved now.
async function overtaken(c: WebContext, typed: Answers): Promise<Response> {
  const { deps, session } = c.var
  const { one, campaign } = await ownReturn(c)
  const entries = await readEntries(deps.db, deps.vault, session.districtId, one.id)
  const now = entries.find(({ accountId }) => accountId === c.req.param('accountId'))
  if (!now) throw refuse('record.not-found', { what: '账号' })
  const differences = changesIn(campaign.forms, now, typed)
  const problem = '该账号的填报内容刚刚被其他人修改，您填写的内容还没有保存。'
  return entryPage(c, { answers: typed, problem, differences, version: now.version, touched: true }, 409)
}

// Where the account stands that was typed a second time: in this return, or in the ledger alone.
const standingAt = (returnId: string, entries: readonly { accountId: string }[], accountId: string) =>
  entries.some((entry) => entry.accountId === accountId)
    ? `/filing/returns/${returnId}/accounts/${accountId}`
    : `/accounts/${accountId}`

const masks = { phone: maskPhone, qq: maskPhone, email: maskEmail } as const
const isReachable = (kind: string): kind is keyof typeof masks => Object.hasOwn(masks, kind)

function shownAnswers(c: WebContext, unitId: string, answers: Answers): Answers {
  if (seesPhones(c.var.actor, c.var.session.districtId, unitId)) return answers
  const masked = accountForms
    .flatMap(fieldsOf)
    .flatMap(({ key, kind }) => (isReachable(kind) && answers[key] ? [[key, masks[kind](answers[key])] as const] : []))
  return { ...answers, ...Object.fromEntries(masked) }
}

async function keepEntry(c: WebContext): Promise<Response> {
  const { one } = await ownReturn(c)
  const { _csrf, version, ...typed } = await formValues(c)
  const answers = Object.fromEntries(Object.entries(typed).map(([key, text]) => [key, String(text)]))
  const accountId = c.req.param('accountId')
  try {
    const saved = await saveEntry(c.var.deps, c.var.actor, {
      districtId: c.var.session.districtId,
      returnId: one.id,
      ...(accountId !== undefined && { accountId: idFrom(c, '账号', 'accountId'), version: Number(version) }),
      answers,
    })
    return c.redirect(`/filing/returns/${one.id}?saved=${saved.accountId}`, 303)
  } catch (error) {
    // What was typed stays on the page.
    const { code, params, message, status } = refusalOf(error)
    if (code === 'record.changed-meanwhile' && accountId !== undefined) return overtaken(c, answers)
    const standing = code === 'return.account-twice' ? String(params['accountId']) : undefined
    const problem = { problem: message, ...(standing && { standing }) }
    return entryPage(c, { answers, ...problem, touched: true }, status)
  }
}

const drop = returnStep(async (c) => {
  const { one } = await ownReturn(c)
  const { version } = await formValues(c)
  await dropEntry(c.var.deps, c.var.actor, {
    districtId: c.var.session.districtId,
    returnId: one.id,
    version: one.version,
    entryVersion: Number(version),
    accountId: idFrom(c, '账号', 'accountId'),
  })
})

/** The forms of the accounts of a return. */
export const returnEntryRoutes: RouteDefinition[] = [
  { method: 'get', path: '/filing/returns/:id/accounts/new', door: 'filing.fill', handle: (c) => entryPage(c) },
  { method: 'post', path: '/filing/returns/:id/accounts/new', door: 'filing.fill', handle: keepEntry },
  { method: 'get', path: '/filing/returns/:id/accounts/:accountId', door: 'filing.read', handle: (c) => entryPage(c) },
  { method: 'post', path: '/filing/returns/:id/accounts/:accountId', door: 'filing.fill', handle: keepEntry },
  { method: 'post', path: '/filing/returns/:id/accounts/:accountId/drop', door: 'filing.fill', handle: drop },
]
