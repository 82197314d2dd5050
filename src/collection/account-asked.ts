import { isUuid } from '../database/index.ts'
import { type Account, readAccounts } from '../registry/index.ts'
import { refuse } from '../vocabulary/refusals/index.ts'
import type { WebContext } from '../web/index.ts'

/** The account that a page's address names. Refuses `record.not-found`. */
export async function accountOf(c: WebContext): Promise<Account> {
  const id = c.req.param('id') ?? ''
  const { deps, session } = c.var
  const [account] = isUuid(id) ? await readAccounts(deps.db, session.districtId, { orIds: [id] }) : []
  if (!account) throw refuse('record.not-found', { what: '账号' })
  return account
}
