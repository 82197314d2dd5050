import { sql } from 'kysely'
import type { Actor, Deps } from '../../access/index.ts'
import type { Instant } from '../../calendar/index.ts'
import type { Db, Tx } from '../../database/index.ts'
import type { UnitKind } from '../../vocabulary/units.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import { readCampaign } from '../campaigns/queries.ts'
import { accountForms, type Answers, annex1Form, answersOf, type FormDefinition } from '../forms/index.ts'
import type { Campaign, FilingForm, Return } from '../model.ts'
import { handlersOf } from './handlers.ts'
import { answersKept } from './paper-fields.ts'

/** How returns and what is filled in of them are kept. */

const returnColumns = [
  'r.id',
  'r.campaign_id as campaignId',
  'r.unit_id as unitId',
  'r.kind',
  'r.state',
  'r.reporter_person_id as reporterPersonId',
  'r.print_number as printNumber',
  'r.first_submitted_at as firstSubmittedAt',
  'r.submitted_at as submittedAt',
  'r.submitted_by as submittedBy',
  'r.entered_for_unit_by as enteredForUnitBy',
  'r.handled_by as handledBy',
  'r.mend_until as mendUntil',
  'r.accepted_by as acceptedBy',
  'r.accepted_at as acceptedAt',
  'r.accepted_print as acceptedPrint',
  'r.version',
] as const

/** A return with its campaign, the name and the kind of its unit. */
export type LoadedReturn = { campaign: Campaign; one: Return; unitName: string; unitKind: UnitKind }

/** One return; locked for the transaction where a verb is about to change it. Undefined: none of this id. */
export async function readReturn(
  db: Db | Tx,
  districtId: string,
  id: string,
  lock: 'lock' | 'look' = 'look',
): Promise<LoadedReturn | undefined> {
  let query = db
    .selectFrom('filing_return as r')
    .select(returnColumns)
    .where('r.district_id', '=', districtId)
    .where('r.id', '=', id)
  if (lock === 'lock') query = query.forUpdate()
  const one = (await query.executeTakeFirst()) as Return | undefined
  if (!one) return undefined
  const campaign = await readCampaign(db, districtId, one.campaignId)
  const unit = await db
    .selectFrom('unit')
    .select(['name', 'kind'])
    .where('district_id', '=', districtId)
    .where('id', '=', one.unitId)
    .executeTakeFirstOrThrow()
  if (!campaign) throw new Error(`return ${id} has no campaign`)
  return { campaign, one, unitName: unit.name, unitKind: unit.kind as UnitKind }
}

/** Writes a return anew, its version one higher. */
export async function writeReturn(
  tx: Tx,
  districtId: string,
  { id, version }: Pick<Return, 'id' | 'version'>,
  set: Record<string, string | string[] | number | null>,
): Promise<void> {
  await tx
    .updateTable('filing_return')
    .set({ ...set, version: version + 1 })
    .where('district_id', '=', districtId)
    .where('id', '=', id)
    .execute()
}

/** What a unit filled in of one account; `answers` to both forms together, names and phones among them. */
export type Entry = { accountId: string; position: number; added: boolean; answers: Answers; version: number }

/** An entry as it stands, and since when. */
export type KeptEntry = Entry & { savedAt: Instant }

const contextOf = (districtId: string, returnId: string, accountId: string) =>
  `${districtId}/return/${returnId}/${accountId}`

/** All entries of a return in the order in which they are printed. */
export async function readEntries(
  db: Db | Tx,
  vault: Deps['vault'],
  districtId: string,
  returnId: string,
): Promise<KeptEntry[]> {
  const rows = await db
    .selectFrom('filing_entry')
    .select([
      'account_id as accountId',
      'position',
      'added',
      'annex1',
      'annex2',
      'people_key as wrappedKey',
      'people as sealed',
      'version',
      'updated_at as savedAt',
    ])
    .where('district_id', '=', districtId)
    .where('return_id', '=', returnId)
    .orderBy('position')
    .orderBy('account_id')
    .execute()
  return rows.map(({ accountId, position, added, annex1, annex2, wrappedKey, sealed, version, savedAt }) => {
    const people = vault.openBytes({ wrappedKey, sealed }, contextOf(districtId, returnId, accountId))
    const named = JSON.parse(people.toString('utf8')) as Answers
    return {
      accountId,
      position,
      added,
      answers: { ...(annex1 as Answers), ...(annex2 as Answers), ...named },
      version,
      savedAt,
    }
  })
}

/** The columns of what was answered of one account, of a campaign's forms alone; names and phones sealed. */
export function answerColumns(
  { vault }: Deps,
  { districtId, returnId, accountId }: { districtId: string; returnId: string; accountId: string },
  forms: readonly FilingForm[],
  answers: Answers,
) {
  const kept = answersKept(forms, answers)
  const of = (definitions: readonly FormDefinition[], part: 'open' | 'personal') =>
    Object.assign({}, ...definitions.map((form) => answersOf(form, kept, part))) as Answers
  const { wrappedKey, sealed } = vault.sealBytes(
    Buffer.from(JSON.stringify(of(accountForms, 'personal'))),
    contextOf(districtId, returnId, accountId),
  )
  const beyond = accountForms.filter((form) => form !== annex1Form)
  return {
    annex1: JSON.stringify(of([annex1Form], 'open')),
    annex2: JSON.stringify(of(beyond, 'open')),
    people_key: wrappedKey,
    people: sealed,
  }
}

type Kept = { districtId: string; returnId: string; forms: readonly FilingForm[]; entry: Entry }

/** Keeps one entry. */
export async function writeEntry(tx: Tx, deps: Deps, actor: Actor, kept: Kept): Promise<void> {
  const { districtId, returnId, forms, entry } = kept
  const { accountId, position, added, answers, version } = entry
  const said = {
    ...answerColumns(deps, { districtId, returnId, accountId }, forms, answers),
    version,
    updated_by: actor.id,
    updated_at: deps.wall.now(),
  }
  await tx
    .insertInto('filing_entry')
    .values({ district_id: districtId, return_id: returnId, account_id: accountId, position, added, ...said })
    .onConflict((conflict) => conflict.columns(['district_id', 'return_id', 'account_id']).doUpdateSet(said))
    .execute()
}

/**
 * Answers of the last accepted printing of an account: what the ledger has no place for, and no person: 经办人 of an app is
 * whom the ledger names. A return that is open again takes nothing of them back.
 */
export async function lastAnswers(
  db: Db | Tx,
  vault: Deps['vault'],
  districtId: string,
  accountIds: readonly string[],
): Promise<Map<string, Answers>> {
  if (accountIds.length === 0) return new Map()
  const rows = await db
    .selectFrom('filing_accepted_entry as e')
    .distinctOn('e.account_id')
    .select(['e.account_id as accountId', 'e.annex1', 'e.annex2'])
    .where('e.district_id', '=', districtId)
    .where('e.account_id', 'in', [...accountIds])
    .orderBy('e.account_id')
    .orderBy('e.accepted_at', 'desc')
    .orderBy('e.print_number', 'desc')
    .execute()
  const handlers = await handlersOf(db, vault, districtId, accountIds)
  return new Map(
    rows.map(({ accountId, annex1, annex2 }) => [
      accountId,
      { ...(annex1 as Answers), ...(annex2 as Answers), ...handlers.get(accountId) },
    ]),
  )
}

/** Refuses `return.campaign-closed` where a campaign no longer takes anything, and a draft that asks nothing yet. */
export function refuseOutsideCampaign({ title, state }: Campaign): void {
  if (state !== 'open') throw refuse('return.campaign-closed', { title })
}

/** 备案号 that an accepted return or case was given, in order. */
export async function filingNumbersOf(db: Db | Tx, districtId: string, sourceId: string): Promise<string[]> {
  const rows = await db
    .selectFrom('filing_record')
    .select('number')
    .where('district_id', '=', districtId)
    .where('source_id', '=', sourceId)
    .orderBy('year')
    .orderBy('serial')
    .execute()
  return rows.map(({ number }) => number)
}

/** The 备案号 under which accounts stand now. */
export async function lastNumbers(
  db: Db | Tx,
  districtId: string,
  accountIds: readonly string[],
): Promise<Map<string, string>> {
  const { rows } = await sql<{ accountId: string; number: string }>`
    select distinct on (account_id) account_id as "accountId", number
    from filing_record
    where district_id = ${districtId} and account_id = any(${[...accountIds]}::uuid[])
    order by account_id, year desc, serial desc`.execute(db)
  return new Map(rows.map(({ accountId, number }) => [accountId, number]))
}

/** The questions of 信息更新情况 that a unit answered with 否, by account, from the last accepted printing that asked them. */
export async function saidNoOf(db: Db | Tx, districtId: string): Promise<Map<string, string[]>> {
  const { rows } = await sql<{ accountId: string; annex1: Answers }>`
    select distinct on (e.account_id) e.account_id as "accountId", e.annex1
    from filing_accepted_entry e
    join filing_return r on r.district_id = e.district_id and r.id = e.return_id
    join filing_campaign c on c.district_id = r.district_id and c.id = r.campaign_id
    where e.district_id = ${districtId} and 'annex1' = any(c.forms)
    order by e.account_id, e.accepted_at desc, e.print_number desc`.execute(db)
  const questions = annex1Form.groups.find(({ number }) => number === 14)?.fields ?? []
  return new Map(
    rows.map(({ accountId, annex1 }) => [
      accountId,
      questions.filter(({ key }) => annex1[key] === 'no').map(({ printed }) => printed),
    ]),
  )
}

/** When a unit was last reminded of its return or called about it; null: never. */
export async function remindedAt(db: Db | Tx, districtId: string, returnId: string): Promise<Instant | null> {
  const { rows } = await sql<{ at: Instant | null }>`
    select greatest(
      (select max(reminded_at) from filing_reminder where district_id = ${districtId} and return_id = ${returnId}),
      (select max(called_at) from filing_call where district_id = ${districtId} and return_id = ${returnId})) as at`.execute(
    db,
  )
  return rows[0]?.at ?? null
}
