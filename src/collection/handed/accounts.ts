import { sql } from 'kysely'
import type { CivilDate } from '../../calendar/index.ts'
import type { Db } from '../../database/index.ts'
import { accountsForCheck, type CheckAccount } from '../../registry/index.ts'
import { foldWord, platforms } from '../../vocabulary/platforms.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import type { FoundTable } from './find-tables.ts'
import { handedKinds } from './kinds.ts'

export type KnownAccount = CheckAccount & { identifier: string | null }

/** The accounts of the ledger by which rows are matched, each with its own id on its platform (微信号) where it is kept. */
export async function knownAccounts(db: Db, districtId: string, today: CivilDate): Promise<KnownAccount[]> {
  const { rows } = await sql<{ id: string; identifier: string }>`
    select id, identifier from account where district_id = ${districtId} and identifier is not null`.execute(db)
  const identifiers = new Map(rows.map(({ id, identifier }) => [id, identifier]))
  const accounts = await accountsForCheck(db, districtId, today)
  return accounts.map((account) => ({ ...account, identifier: identifiers.get(account.id) ?? null }))
}

const ofOne = ({ columns, kind }: FoundTable) =>
  kind.oneAccount && columns['account'] === undefined && columns['identifier'] === undefined

/** The accounts that a table without a column of accounts may be of, for people to choose from. */
export function choosable(accounts: readonly KnownAccount[]): KnownAccount[] {
  const families = new Set(
    handedKinds.flatMap(({ oneAccount, platform }) => (oneAccount && platform ? platforms[platform].family : [])),
  )
  return accounts.filter(({ platform }) => families.has(platforms[platform].family))
}

/** True where an account of this platform may be the one that such a table is of. */
const fits = ({ platform }: Pick<KnownAccount, 'platform'>, tables: readonly FoundTable[]): boolean =>
  tables
    .filter(ofOne)
    .every(({ kind }) => !kind.platform || platforms[kind.platform].family === platforms[platform].family)

/**
 * Whose the tables without a column of accounts are, as a person said by id or name; undefined where there are none.
 * Refuses `posts.account-needed` where nobody said, `posts.account-unknown` where what he said is no one account of the
 * ledger on the platform of the file.
 */
export function accountNamed(
  accounts: readonly KnownAccount[],
  tables: readonly FoundTable[],
  named: string | undefined,
  fileName: string,
): string | undefined {
  const table = tables.find(ofOne)
  if (!table) return undefined
  if (named === undefined || named.trim() === '')
    throw refuse('posts.account-needed', { file: fileName, kind: table.kind.label })
  const meant = accounts.filter((one) => one.id === named || foldWord(one.name) === foldWord(named))
  const [only, another] = meant.filter((one) => fits(one, tables))
  if (only && !another) return only.id
  throw refuse('posts.account-unknown', {
    name: meant[0]?.name ?? named,
    kind: table.kind.label,
    count: another ? 2 : 0,
  })
}
