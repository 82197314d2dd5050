import { sql } from 'kysely'
import { firstDayOf, type Month } from '../calendar/index.ts'
import { type DayRange, spansOf } from '../collection/index.ts'
import type { Db, Tx } from '../database/index.ts'
import { approvedGround, repostGround } from '../publishing/index.ts'
import { readUnits, survivingUnit } from '../registry/index.ts'
import { type Platform, platformCodes, platforms } from '../vocabulary/platforms.ts'
import { mergedInto } from './arranging.ts'
import { enteredBy } from './entered-by.ts'
import type { Indicator } from './indicators/define.ts'
import { noReviewRecord } from './indicators/district/no-review-record.ts'
import { advertisement } from './indicators/national/advertisement.ts'
import { repostSource } from './indicators/national/repost-source.ts'
import { indicatorOf } from './indicators/index.ts'
import { isJudged } from './queries.ts'
import { reportersOf } from './reported-problems.ts'

type Finding = { id: string; month: Month; accountId: string; indicator: string }
type LedgerFacts = NonNullable<Indicator['ledger']>

// On these it rests whether an account has a place in a month at all.
const whetherJudged: LedgerFacts = { account: ['runningState', 'ceasedOn', 'openedOn', 'unitId'], unit: ['kind'] }

/**
 * Who brought in what a finding rests on, so that makers don't check themselves: the importers and patrollers of every
 * span that touches its window, and for a finding on the ledger whoever entered the facts it rests on or edited the
 * record since, by hand or by importing a sheet. Where the month no longer judges the account, whoever said so in the
 * ledger is a maker too.
 */
export async function makersOf(db: Db | Tx, districtId: string, finding: Finding, window: DayRange): Promise<string[]> {
  const own = await makersOfFacts(db, districtId, finding, window)
  if (await isJudged(db, districtId, finding)) return own
  return [...new Set([...own, ...(await ledgerMakers(db, districtId, finding, whetherJudged))])]
}

/** The same of a finding and of all that were put with it. */
export async function makersOfAll(
  db: Db | Tx,
  districtId: string,
  finding: Finding,
  window: DayRange,
): Promise<string[]> {
  const all = [finding, ...(await mergedInto(db, districtId, finding.id))]
  const makers = await Promise.all(all.map((one) => makersOf(db, districtId, one, window)))
  return [...new Set(makers.flat())]
}

async function makersOfFacts(db: Db | Tx, districtId: string, finding: Finding, window: DayRange): Promise<string[]> {
  const { ledger, reported, needs = [] } = indicatorOf(finding.indicator)
  if (reported) return reportMakers(db, districtId, finding, window)
  if (ledger) return ledgerMakers(db, districtId, finding, ledger)
  if (needs.some((group) => group === 'messages' || group === 'services' || group === 'interaction'))
    return enteredBy(db, districtId, needs, { accountId: finding.accountId, window })
  if (needs.includes('repostDuties')) return repostMakers(db, districtId, finding, window)
  return collectors(db, districtId, finding, window)
}

// What is found in posts beside what people put on record.
const foundInPosts: readonly string[] = [noReviewRecord.id, advertisement.id, repostSource.id]

// Whoever put it on record; of what is found in posts also who brought them in, and who read or judged their texts.
async function reportMakers(db: Db | Tx, districtId: string, finding: Finding, { to }: DayRange): Promise<string[]> {
  const reporters = await reportersOf(db, districtId, finding)
  if (!foundInPosts.includes(finding.indicator)) return reporters
  const month = { from: firstDayOf(finding.month), to }
  const { posts, by } = await approvedGround(db, districtId, finding.accountId, month)
  const rests = finding.indicator !== noReviewRecord.id || posts.length > 0
  const importers = rests ? await collectors(db, districtId, finding, month) : []
  return [...new Set([...reporters, ...by, ...importers])]
}

// Whoever gave a duty or said how it stands, and whoever brought in what came in its days.
async function repostMakers(db: Db | Tx, districtId: string, finding: Finding, { to }: DayRange): Promise<string[]> {
  const month = { from: firstDayOf(finding.month), to }
  const { by, looked } = await repostGround(db, districtId, finding.accountId, month)
  return [...new Set([...by, ...(looked ? await collectors(db, districtId, finding, looked) : [])])]
}

// A patrol that could not open the account left no span and proves nothing.
async function collectors(db: Db | Tx, districtId: string, finding: Finding, window: DayRange): Promise<string[]> {
  const spans = await spansOf(db, districtId, finding.accountId, window)
  const importers = spans.flatMap(({ importedBy }) => importedBy ?? [])
  const patrolIds = spans.flatMap(({ patrolId }) => patrolId ?? [])
  if (patrolIds.length === 0) return [...new Set(importers)]
  const patrols = await db
    .selectFrom('patrol')
    .select('patrolled_by')
    .where('district_id', '=', districtId)
    .where('id', 'in', patrolIds)
    .execute()
  return [...new Set([...importers, ...patrols.map((row) => row.patrolled_by)])]
}

async function ledgerMakers(db: Db | Tx, districtId: string, finding: Finding, ledger: LedgerFacts): Promise<string[]> {
  const { accounts, unitId } = await judgedAccounts(db, districtId, finding, ledger.siblings === true)
  const edits = await editsOf(db, districtId, accounts, unitId)
  const byRecord = Map.groupBy(edits, ({ kind, id }) => `${kind}/${id}`)
  const makers = [...byRecord.values()].flatMap((own) => makersAmong(own, ledger[own[0]!.kind]))
  return [...new Set(makers)]
}

/** The account with its unit as judged and, where asked, the accounts that stood beside it on its platform. */
async function judgedAccounts(
  db: Db | Tx,
  districtId: string,
  { id, accountId }: Finding,
  withSiblings: boolean,
): Promise<{ accounts: string[]; unitId: string | null }> {
  const own = await sql<{ unitId: string; platform: Platform; runId: string }>`
    select c.unit_id as "unitId", c.platform, c.run_id as "runId"
    from finding f
    join check_result c on c.district_id = f.district_id and c.run_id = f.run_id and c.account_id = f.account_id
    where f.district_id = ${districtId} and f.id = ${id}`.execute(db)
  const [judged] = own.rows
  if (!judged || !withSiblings) return { accounts: [accountId], unitId: judged?.unitId ?? null }
  const units = await readUnits(db, districtId)
  const byId = new Map(units.map((unit) => [unit.id, unit]))
  const surviving = (unitId: string) => survivingUnit(byId.get(unitId)!, byId).id
  const together = units.flatMap((unit) => (surviving(unit.id) === surviving(judged.unitId) ? [unit.id] : []))
  const { family } = platforms[judged.platform]
  const sameFamily = platformCodes.filter((code) => platforms[code].family === family)
  const beside = await sql<{ accountId: string }>`
    select account_id as "accountId" from check_result
    where district_id = ${districtId} and run_id = ${judged.runId}
      and unit_id = any(${together}::uuid[]) and platform = any(${sameFamily}::text[])`.execute(db)
  return { accounts: beside.rows.map((row) => row.accountId), unitId: judged.unitId }
}

/** One edit of a record: who made it, and which facts it set; null: an import of which only the account is known. */
type Edit = { kind: 'account' | 'unit'; id: string; seq: number; actors: string[]; facts: string[] | null }

// By hand each edit is a link in the trail; an import is one link for all its accounts, and says apart which they were.
async function editsOf(
  db: Db | Tx,
  districtId: string,
  accountIds: readonly string[],
  unitId: string | null,
): Promise<Edit[]> {
  const found = await sql<Edit>`
    select subject_kind as kind, subject_id as id, seq, array[actor_id] as actors,
      case when after ? 'duty' then array[after ->> 'duty'] else array(select jsonb_object_keys(after)) end as facts
    from trail_event
    where district_id = ${districtId}
      and ((subject_kind = 'account' and subject_id = any(${[...accountIds]}::text[]))
        or (subject_kind = 'unit' and subject_id = ${unitId}))
      and action in ('account.registered', 'account.changed', 'unit.registered', 'unit.changed', 'duty.set', 'duty.changed')
    union all
    select 'account', i.account_id::text, t.seq, array[t.actor_id, r.created_by], i.facts
    from import_account i
    join import_run r on r.district_id = i.district_id and r.id = i.import_id
    join trail_event t on t.district_id = i.district_id and t.subject_kind = 'import' and t.subject_id = i.import_id::text
      and t.action = 'accounts.imported'
    where i.district_id = ${districtId} and i.account_id = any(${[...accountIds]}::uuid[])
    order by seq`.execute(db)
  return found.rows
}

/**
 * Of one record's edits in their order: whoever last set each of the facts, and whoever edited the record after the
 * newest of these, having had the facts before him. Nobody where the finding rests on no fact of such a record.
 */
export function makersAmong(edits: readonly Edit[], facts: readonly string[]): string[] {
  const setting = facts.flatMap((fact) => {
    const at = edits.findLastIndex((edit) => edit.facts === null || edit.facts.includes(fact))
    return at < 0 ? [] : [at]
  })
  if (setting.length === 0) return []
  const newest = Math.max(...setting)
  return edits.flatMap(({ actors }, at) => (at >= newest || setting.includes(at) ? actors : []))
}
