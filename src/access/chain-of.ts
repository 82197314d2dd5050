import type { Db, Tx } from '../database/index.ts'
import { systemChain } from '../trail/index.ts'

/** The chain that tells of a user: the district's, or the installation's for who belongs to none or to a level above. */
export async function chainOf(db: Db | Tx, districtId: string | null): Promise<string> {
  const found = await db
    .selectFrom('district')
    .select('id')
    .where('id', '=', districtId ?? systemChain)
    .executeTakeFirst()
  return found?.id ?? systemChain
}
