import type { Db } from '../database/index.ts'
import { readAccounts, type Account } from '../registry/index.ts'
import { platforms } from '../vocabulary/platforms.ts'
import { refuse } from '../vocabulary/refusals/index.ts'

/** The account that an option names by its id or its full name. Refuses `record.not-found`, `account.named-by-several`. */
export async function accountNamed(db: Db, districtId: string, value: string): Promise<Account> {
  const all = await readAccounts(db, districtId)
  const found = all.filter(({ id, name }) => id === value || name === value)
  const [only] = found
  if (!only) throw refuse('record.not-found', { what: `账号“${value}”` })
  if (found.length > 1)
    throw refuse('account.named-by-several', {
      name: value,
      which: found.map(({ id, platform }) => `${platforms[platform].label} ${id}`).join('、'),
    })
  return only
}
