import { type Actor, type Deps, keepWords, openWords } from '../../access/index.ts'
import { formatMinute } from '../../calendar/index.ts'
import { inTransaction } from '../../database/index.ts'
import { refuseMarkedForm } from '../../files/index.ts'
import { loadCalendar } from '../../holidays/index.ts'
import { append } from '../../trail/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import { checkedWords } from '../checks.ts'
import { clockBook } from '../clocks.tsx'
import { openForms, formsReceivedOn, messageByCode, stepsOf } from '../queries.ts'
import { insertMessages, insertSteps } from '../records.ts'
import { dueOf } from '../rules.ts'
import { codeDigest } from './code.ts'

/** More than anybody in a district finds in a day: beyond it somebody plays with the form. */
const MOST_A_DAY = 300

const whatMost = 2_000

/** Whoever sent the public form: nobody is known. */
const publicActor = (requestId: string): Actor => ({
  kind: 'system',
  id: 'public',
  districtId: null,
  unitId: null,
  roles: [],
  requestId,
})

export type ErrorReport = {
  districtId: string
  /** As the sender writes them: which account, on which platform, and where. */
  account: string
  link?: string
  what: string
  contact?: string
  /** Told to the sender, kept as a digest. */
  code: string
  requestId: string
}

/**
 * 我要找错: keeps what somebody of the public reports, for the office to assign. Refuses `web.not-found` where the form isn't
 * open, `secrecy.form-stopped`, words that are missing or too long, `error-report.full-today`.
 */
export async function receiveError(deps: Deps, report: ErrorReport): Promise<{ id: string }> {
  const { districtId, code } = report
  const actor = publicActor(report.requestId)
  const today = deps.clock.today()
  if (!(await openForms(deps.db, today)).some(({ id }) => id === districtId)) throw refuse('web.not-found')
  const account = checkedWords(report.account, '是哪个账号', 100)
  const what = checkedWords(report.what, '问题', whatMost)
  const link = report.link?.trim() ? checkedWords(report.link, '链接', 500) : null
  const contact = report.contact?.trim() ? checkedWords(report.contact, '联系方式', 200) : null
  const typed = [account, what, link ?? '', contact ?? '']
  await refuseMarkedForm(deps, actor, { districtId, source: '网页填写', place: '我要找错', typed })
  const text = [`账号：${account}`, ...(link ? [`链接：${link}`] : []), `问题：${what}`].join('\n')
  return inTransaction(deps.db, async (tx) => {
    if ((await formsReceivedOn(tx, districtId, today)) >= MOST_A_DAY) throw refuse('error-report.full-today')
    const clock = (await clockBook(tx, districtId))('error', today)
    const due = dueOf(await loadCalendar(tx), clock, today)
    const words = await keepWords(tx, deps, districtId, text)
    const sealed = await keepWords(tx, deps, districtId, contact)
    const [id, at, askedAt] = [deps.ids.next(), deps.wall.now(), deps.clock.now()]
    await insertMessages(tx, districtId, [
      {
        id,
        accountId: null,
        unitId: null,
        kind: 'error',
        channel: 'form',
        state: 'open',
        askedOn: today,
        askedAt,
        wordsId: words.said,
        contactId: sealed?.said ?? null,
        dueOn: due.day,
        due: { days: clock.days, kind: clock.kind },
        repliedOn: null,
        repliedAt: null,
        codeDigest: codeDigest(districtId, code),
        importId: null,
        createdBy: actor.id,
        createdAt: at,
      },
    ])
    await insertSteps(tx, districtId, [{ id: deps.ids.next(), messageId: id, action: 'record', by: actor.id, at }])
    await append(tx, deps.ids, {
      districtId,
      actor,
      action: 'message.received',
      subject: { kind: 'message', id },
      after: { kind: 'error', channel: 'form', askedOn: today, dueOn: due.day, textDigest: words.digest },
      at,
    })
    return { id }
  })
}

/** What the sender of a report is told: never who works on it. */
export type ReportStanding = { received: string; state: string; answer: string | null; answered: string | null }

/** How a report stands, for who has its code. Refuses `error-report.unknown-code`, for no code as for a wrong one. */
export async function reportStanding(
  deps: Deps,
  { districtId, code }: { districtId: string; code: string },
): Promise<ReportStanding> {
  const found = await messageByCode(deps.db, districtId, codeDigest(districtId, code))
  if (!found) throw refuse('error-report.unknown-code')
  const steps = await stepsOf(deps.db, districtId, found.id)
  const telling = { open: [], replied: ['reply', 'rewrite'], invalid: ['invalidate'] }[found.state]
  const last = steps.findLast(({ action }) => (telling as string[]).includes(action))
  const words = await openWords(deps, districtId, last?.wordsId ? [last.wordsId] : [])
  const waiting = found.assigned ? '已转有关单位办理' : '已收到，等待分派'
  return {
    received: found.askedAt ? formatMinute(found.askedAt) : '',
    state: { open: waiting, replied: '已答复', invalid: '未予办理' }[found.state],
    answer: last ? (words.get(last.wordsId ?? '') ?? '（内容已删除）') : null,
    answered: last?.repliedAt ? formatMinute(last.repliedAt) : null,
  }
}
