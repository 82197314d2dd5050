import { sql } from 'kysely'
import { rolesOfUsers } from '../access/index.ts'
import { formatMinute } from '../calendar/index.ts'
import { cleanupRecordWords } from '../cleanup/index.ts'
import type { Tx } from '../database/index.ts'
import { emergencyRecordWords } from '../emergency/index.ts'
import { engagementRecordWords } from '../engagement/index.ts'
import { filingRecordWords } from '../filing/index.ts'
import { monitoringRecordWords } from '../monitoring/index.ts'
import { rectificationRecordWords } from '../rectification/index.ts'
import { registryRecordWords } from '../registry/index.ts'
import { scoringRecordWords } from '../scoring/index.ts'
import { superiorRecordWords } from '../superiors/index.ts'
import { eventsAbout, type TrailRow } from '../trail/index.ts'
import { maskNumbers } from '../vocabulary/personal-numbers.ts'
import { bearsSecrecyMark } from '../vocabulary/secrecy-mark.ts'
import { actorName, refusedWords, type TrailLine, trailLabel, trailLines } from '../web/index.ts'
import type { Chapter } from './model.ts'

const words = {
  ...monitoringRecordWords,
  ...registryRecordWords,
  ...filingRecordWords,
  ...cleanupRecordWords,
  ...engagementRecordWords,
  ...rectificationRecordWords,
  ...scoringRecordWords,
  ...superiorRecordWords,
  ...emergencyRecordWords,
}

type Of = { districtId: string; accountId: string }

/** Whatever was done about the account, as the trail names its subjects: `order/ID`. */
async function subjectsOf(tx: Tx, { districtId, accountId }: Of): Promise<string[]> {
  const { rows } = await sql<{ subject: string }>`
    select 'account/' || ${accountId} as subject
    union select 'finding/' || id from finding where district_id = ${districtId} and account_id = ${accountId}::uuid
    union select 'order/' || order_id from rectification_finding
      where district_id = ${districtId} and account_id = ${accountId}::uuid
    union select 'trigger/' || id from accountability_trigger
      where district_id = ${districtId} and account_id = ${accountId}::uuid
    union select 'accountability/' || e.case_id from accountability_evidence e
      where e.district_id = ${districtId} and (
        e.ref_id in (select id from finding where district_id = ${districtId} and account_id = ${accountId}::uuid)
        or e.ref_id in (select id from accountability_trigger
          where district_id = ${districtId} and account_id = ${accountId}::uuid))
    union select 'emergency/' || id from emergency_case where district_id = ${districtId} and account_id = ${accountId}::uuid
    union select 'cleanup-item/' || id from cleanup_item where district_id = ${districtId} and account_id = ${accountId}::uuid
    union select 'closing/' || id from closing where district_id = ${districtId} and account_id = ${accountId}::uuid
    union select 'case/' || id from filing_case where district_id = ${districtId} and account_id = ${accountId}::uuid
    union select 'patrol/' || id from patrol where district_id = ${districtId} and account_id = ${accountId}::uuid
    union select 'reminder/' || id from rectification_reminder
      where district_id = ${districtId} and account_id = ${accountId}::uuid
    union select 'score-entry/' || id from score_entry where district_id = ${districtId} and account_id = ${accountId}::uuid
    union select 'message/' || id from message where district_id = ${districtId} and account_id = ${accountId}::uuid
    union select 'service/' || id from service_entry where district_id = ${districtId} and account_id = ${accountId}::uuid
  `.execute(tx)
  return rows.map(({ subject }) => subject)
}

// A page holds about forty; what is older stays in the trail, and the list says so.
const MOST = 2_000
const WORDS_MOST = 240

/**
 * 大事记 out of the trail, the oldest first: when, what, by whom with the roles he has now, and the number of the link it
 * rests on. `names` are told where a person may see them; else roles alone.
 */
export async function recordOf(tx: Tx, of: Of, names: ReadonlyMap<string, string> | undefined): Promise<Chapter> {
  const all = await eventsAbout(tx, of.districtId, await subjectsOf(tx, of))
  const events = all.slice(-MOST)
  const roles = await rolesOf(tx, events)
  const left = all.length - events.length
  return {
    title: '大事记',
    heads: ['时间', '事项', '内容', '经办', '来源'],
    rows: events.map((event) => [
      formatMinute(event.occurredAt),
      trailLabel(event.action),
      contentOf(event),
      [names && actorName(event, names), roles.get(event.actorId) ?? otherActor(event)].filter(Boolean).join('　'),
      `留痕第 ${event.seq} 条`,
    ]),
    ...(left > 0 && { note: `另有更早的办理记录 ${left} 条，见系统“留痕核验”。` }),
  }
}

// The operator of the server and the system have no roles; of a user who has none any more nothing else is said.
const otherActor = (event: TrailRow) => (event.actorKind === 'user' ? '用户' : actorName(event, new Map()))

function contentOf({ action, after, subjectKind }: TrailRow): string {
  const own = words[subjectKind as keyof typeof words] ?? {}
  const told = refusedWords({ action, after }, own) ?? trailLines(after, own).map(lineWords).filter(Boolean).join('；')
  if (bearsSecrecyMark(told)) return '【疑似涉密，未收入】'
  const masked = [...maskNumbers(told)]
  return masked.length > WORDS_MOST ? `${masked.slice(0, WORDS_MOST).join('')}……` : masked.join('')
}

// What only a program can follow stands in the trail; nobody reads a number without its thing, or a digest.
const onlyForPrograms = (said: string) => /^(编号 …|(sm3:|sha256:)?[\da-f]{16}…$)/u.test(said)

function lineWords({ label, words: said, inside }: TrailLine): string {
  if (onlyForPrograms(said)) return ''
  const told = [said, inside.map(lineWords).filter(Boolean).join('、')].filter(Boolean).join(' ')
  return told === '' ? '' : [label, told].filter(Boolean).join(' ')
}

const rolesOf = (tx: Tx, events: readonly TrailRow[]): Promise<Map<string, string>> =>
  rolesOfUsers(
    tx,
    events.filter(({ actorKind }) => actorKind === 'user').map(({ actorId }) => actorId),
  )
