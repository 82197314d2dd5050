import { permit } from '../../access/index.ts'
import { month } from '../../calendar/index.ts'
import { type Purpose, purposeLabels } from '../../registry/index.ts'
import { Refusal, refuse } from '../../vocabulary/refusals/index.ts'
import { Alert, formValues, Head, render, trailPanel, type WebContext, idFrom } from '../../web/index.ts'
import { statedPurpose } from '../purpose-queries.ts'
import { confirmPurpose } from '../verbs/confirm-purpose.ts'
import { purposeCard, purposeLabel, type TypedPurpose } from './purpose-panel.tsx'
import { platformLabel } from './words.ts'

type Attempt = { problem: string; typed: TypedPurpose }

/** One account's purpose: what is stated, what was confirmed, and the form. `attempt` is what was refused. */
export async function purposePage(c: WebContext, attempt?: Attempt, status = 200): Promise<Response> {
  const { deps, actor, session } = c.var
  permit(actor, 'purpose.confirm', { districtId: session.districtId })
  const stated = await statedPurpose(deps.db, session.districtId, idFrom(c, '账号', 'accountId'))
  if (!stated) throw refuse('record.not-found', { what: '账号' })
  const page = (
    <>
      <Head
        crumb={
          <>
            <a href="/accounts">台账</a> › <a href="/purposes">用途待确认</a>
          </>
        }
        title={stated.name}
        note={`${stated.unitName}　${platformLabel(stated.platform)}　自报用途：${purposeLabel(stated.purpose)}`}
      >
        <a class="btn" href={`/accounts/${stated.accountId}`}>
          查看台账
        </a>
      </Head>
      {attempt && <Alert tone="fail" title={attempt.problem} />}
      <div class="stackv">
        {await purposeCard(c, stated, attempt?.typed ?? {})}
        {await trailPanel(c, { kind: 'account', id: stated.accountId })}
      </div>
    </>
  )
  return render(c, page, { title: '用途确认', current: '/accounts' }, status)
}

/** Confirms; what was refused comes back with all that was typed. */
export async function confirm(c: WebContext): Promise<Response> {
  const { deps, actor, session } = c.var
  const accountId = idFrom(c, '账号', 'accountId')
  const values = await formValues(c)
  const typed = Object.fromEntries(
    ['purpose', 'effectiveMonth', 'reason'].map((name) => [name, String(values[name] ?? '')]),
  ) as Required<TypedPurpose>
  try {
    await confirmPurpose(deps, actor, {
      districtId: session.districtId,
      accountId,
      purpose: purposeFrom(typed.purpose),
      effectiveMonth: monthFrom(typed.effectiveMonth),
      reason: typed.reason,
    })
  } catch (error) {
    if (!(error instanceof Refusal) || error.status === 404) throw error
    return purposePage(c, { problem: error.message, typed }, error.status)
  }
  return c.redirect(`/accounts/${accountId}#purpose-confirmed`, 303)
}

function purposeFrom(text: string): Purpose {
  if (!Object.hasOwn(purposeLabels, text)) throw refuse('web.form-unreadable')
  return text as Purpose
}

function monthFrom(text: string) {
  try {
    return month(text)
  } catch {
    throw refuse('web.form-unreadable')
  }
}
