import type { Deps } from '../../access/index.ts'
import type { Db, Tx } from '../../database/index.ts'
import { type Account, filedFieldLabel, readAccounts, readUnits } from '../../registry/index.ts'
import { type AsFiled, accountsAsFiled, filedTexts } from './as-filed.ts'

/** One fact in which the ledger parts from what was filed; `byCase`: 变更备案 asks for it. Empty: the ledger has it no more. */
export type FiledDifference = { label: string; filed: string; ledger: string; byCase: boolean }

export type DifferingAccount = { account: Account; unitName: string; number: string; differences: FiledDifference[] }

/**
 * Accounts whose ledger says otherwise than their accepted filings: somebody has to file the change, or put the ledger back.
 * What no filing has said, and 已注销 accounts, are no difference.
 */
export async function filedDifferences(
  reader: { db: Db | Tx; vault: Deps['vault'] },
  districtId: string,
  accountId?: string,
): Promise<DifferingAccount[]> {
  const filed = await accountsAsFiled(reader, districtId, accountId)
  const accounts = await readAccounts(reader.db, districtId, { orIds: [...filed.keys()] })
  const names = new Map((await readUnits(reader.db, districtId)).map(({ id, name }) => [id, name]))
  return accounts
    .flatMap((account): DifferingAccount[] => {
      const said = filed.get(account.id)
      const differences = said ? differencesOf(account, said, names) : []
      if (!said || account.runningState === 'deregistered' || differences.length === 0) return []
      return [{ account, unitName: names.get(account.unitId) ?? '', number: said.number, differences }]
    })
    .sort((a, b) => (a.number < b.number ? -1 : 1))
}

/** Pure: what a filing says and the ledger doesn't, in the order of the form. */
export function differencesOf(
  account: Pick<Account, 'unitId' | 'name' | 'identifier' | 'profileUrl' | 'certifiedEntity'>,
  said: Pick<AsFiled, 'unitId' | 'name' | 'identifier' | 'profileUrl' | 'certifiedEntity'>,
  unitNames: ReadonlyMap<string, string>,
): FiledDifference[] {
  const texts = filedTexts.flatMap((field): FiledDifference[] => {
    const byCase = field === 'name' || field === 'certifiedEntity'
    const [filed, ledger] = [said[field], account[field] ?? '']
    // 账号标识 and 主页链接 are on no paper, and no filing writes them into the ledger: where it is silent, nothing is at odds.
    if (filed === null || filed === ledger || (ledger === '' && !byCase)) return []
    return [{ label: filedFieldLabel(field), filed, ledger, byCase }]
  })
  if (said.unitId === account.unitId) return texts
  const units = { filed: named(said.unitId), ledger: named(account.unitId) }
  return [{ label: filedFieldLabel('unitId'), ...units, byCase: true }, ...texts]

  function named(id: string): string {
    return unitNames.get(id) ?? ''
  }
}
