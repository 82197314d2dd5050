import { type Actor, type Deps, findDistrict } from '../../access/index.ts'
import type { Db, Tx } from '../../database/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import { contentHash } from '../forms/index.ts'
import { actOnReturn, type ReturnInput } from './act.ts'
import { ledgerEntries, refuseStale, refuseTwice } from './against-ledger.ts'
import { entryDefects, formVersions, type PrintedContent, type PrintedEntry } from './content.ts'
import { reporterOf } from './fill.ts'
import { answersKept } from './paper-fields.ts'
import { lastNumbers, type LoadedReturn, readEntries } from './records.ts'

const contextOf = (districtId: string, returnId: string, number: number) => `${districtId}/print/${returnId}/${number}`

/**
 * Prints a return: what is filled in is frozen as a new version, and this version is the one to be signed and sealed.
 * Refuses `return.kind-required`, `return.reporter-required`, and `return.not-complete` with everything that is missing,
 * and what `refuseStale` and `refuseTwice` refuse.
 */
export async function printReturn(deps: Deps, actor: Actor, input: ReturnInput) {
  const { districtId, returnId } = input
  return actOnReturn(deps, actor, input, 'print', async (tx, loaded) => {
    const content = await contentNow(tx, deps, districtId, loaded)
    const number = loaded.one.printNumber + 1
    const { wrappedKey, sealed } = deps.vault.sealBytes(
      Buffer.from(JSON.stringify(content)),
      contextOf(districtId, returnId, number),
    )
    const hash = contentHash(content)
    await tx
      .insertInto('filing_print')
      .values({
        district_id: districtId,
        return_id: returnId,
        number,
        content_key: wrappedKey,
        content: sealed,
        content_hash: hash,
        printed_by: actor.id,
        printed_at: deps.wall.now(),
      })
      .execute()
    return { set: { print_number: number }, told: { print: number, hash } }
  })
}

async function contentNow(tx: Tx, deps: Deps, districtId: string, loaded: LoadedReturn): Promise<PrintedContent> {
  const { one, campaign, unitName } = loaded
  const { kind } = one
  if (kind === null) throw refuse('return.kind-required')
  const reporter = await reporterOf(tx, deps, districtId, one.reporterPersonId)
  if (!reporter?.name || !reporter.phone) throw refuse('return.reporter-required')
  const district = await findDistrict(tx, districtId)
  let entries: PrintedEntry[] =
    kind === 'zero'
      ? []
      : (await readEntries(tx, deps.vault, districtId, one.id)).map(({ accountId, added, answers }) => ({
          accountId,
          added,
          answers: answersKept(campaign.forms, answers),
        }))
  if (kind === 'unchanged') entries = await withNumbers(tx, districtId, entries)
  const ledger = await ledgerEntries(tx, deps, districtId, loaded)
  refuseStale({ kind, entries }, ledger)
  refuseTwice(entries, ledger)
  if (kind !== 'zero' && entries.length === 0) throw refuse('return.not-complete', { faults: '还没有填报任何账号' })
  const today = deps.clock.today()
  const defects = entryDefects(entries, campaign.forms, { unitName, district, today })
  if (defects.length > 0)
    throw refuse('return.not-complete', {
      faults: defects.map(({ account, label, wanted }) => `${account}“${label}”${wanted}`).join('；'),
    })
  const { id, title, basis, basisNumber, countedUntil } = campaign
  return {
    campaign: { id, title, basis, basisNumber, countedUntil },
    district: district.name,
    unit: { id: one.unitId, name: unitName },
    kind,
    forms: campaign.forms,
    formVersions,
    reporter: { name: reporter.name, phone: reporter.phone },
    entries,
    printedOn: today,
  }
}

// What is confirmed of an account is what was accepted under its number.
async function withNumbers(tx: Tx, districtId: string, entries: readonly PrintedEntry[]): Promise<PrintedEntry[]> {
  const numbers = await lastNumbers(
    tx,
    districtId,
    entries.map(({ accountId }) => accountId),
  )
  return entries.map((entry) => {
    const number = numbers.get(entry.accountId)
    return { ...entry, ...(number && { number }) }
  })
}

/** What a printing froze. Undefined: there is no such printing. */
export async function readPrint(
  db: Db | Tx,
  vault: Deps['vault'],
  districtId: string,
  { returnId, number }: { returnId: string; number: number },
): Promise<PrintedContent | undefined> {
  const row = await db
    .selectFrom('filing_print')
    .select(['content_key as wrappedKey', 'content as sealed'])
    .where('district_id', '=', districtId)
    .where('return_id', '=', returnId)
    .where('number', '=', number)
    .executeTakeFirst()
  if (!row) return undefined
  return JSON.parse(vault.openBytes(row, contextOf(districtId, returnId, number)).toString('utf8')) as PrintedContent
}
