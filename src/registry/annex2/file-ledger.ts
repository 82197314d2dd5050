import { foldWord, platforms } from '../../vocabulary/platforms.ts'
import type { Account } from '../model.ts'
import { lastGone } from '../rules.ts'
import { factChanges } from './fact-changes.ts'
import { mergeFacts } from './merge.ts'
import type { ReadRow } from './shapes.ts'

const keyOf = ({ unitId, platform, name }: Pick<Account, 'unitId' | 'platform' | 'name'>) =>
  `${unitId}\n${platform}\n${name}`

type ByName = ReadonlyMap<string, Account[]>

function exactlyMeantBy({ facts }: ReadRow, unitId: string, byName: ByName): Account | undefined {
  const named = byName.get(`${unitId}\n${facts.name}`) ?? []
  const exact = named.filter(({ platform }) => platform === facts.platform)
  return lastGone(exact) ?? exact[0]
}

function meantBy(row: ReadRow, unitId: string, byName: ByName): Account | undefined {
  const exact = exactlyMeantBy(row, unitId, byName)
  if (exact) return exact
  const { facts } = row
  const named = byName.get(`${unitId}\n${facts.name}`) ?? []
  const { family, vendor } = platforms[facts.platform]
  const fitting = named.filter(({ platform }) => {
    const vague = facts.platform === 'wechat_official' || platform === 'wechat_official'
    if (vague && platforms[platform].family === family) return true
    return facts.vendorFound != null && facts.platformFound == null && platforms[platform].vendor === vendor
  })
  return fitting.length === 1 ? fitting[0] : undefined
}

const foldedKey = (account: Account) => keyOf({ ...account, name: foldWord(account.name) })

const saysTheSame = (account: Account, row: ReadRow): boolean =>
  factChanges(account, { ...mergeFacts(account, row.facts), unitId: account.unitId }, () => '').length === 0

/** The accounts as they stand while rows are read one after the other. */
export class FileLedger {
  private readonly byId: Map<string, Account>
  private readonly byKey: Map<string, Account>
  private readonly byName: Map<string, Account[]>
  private readonly gone: Map<string, Account[]>
  /** Names by how they are read aloud: ＡＢ号 and AB号 are two accounts, and perhaps one. */
  private readonly folded: Map<string, Account[]>
  private readonly orders = new Map<string, number>()
  /** Who was met in this file, by row: an account can't stand in it twice. */
  private readonly met = new Map<string, ReadRow>()
  private readonly added = new Map<string, ReadRow>()

  constructor(accounts: readonly Account[]) {
    this.byId = new Map(accounts.map((account) => [account.id, account]))
    const living = accounts.filter(({ runningState }) => runningState !== 'deregistered')
    this.byKey = new Map(living.map((account) => [keyOf(account), account]))
    this.byName = Map.groupBy(living, ({ unitId, name }) => `${unitId}\n${name}`)
    this.folded = Map.groupBy(living, foldedKey)
    this.gone = Map.groupBy(
      accounts.filter(({ runningState }) => runningState === 'deregistered'),
      ({ unitId, name }) => `${unitId}\n${name}`,
    )
    for (const { unitId, sheetOrder } of accounts)
      this.orders.set(unitId, Math.max(this.orders.get(unitId) ?? 0, sheetOrder ?? 0))
  }

  has(id: string): boolean {
    return this.byId.has(id)
  }

  /**
   * The registered account a row means: its number, else unit, platform and name; a vague platform fits the only one of its
   * kind. The living account of a name goes before those that are gone, unless the row says of one on its very platform
   * what the ledger says of it. A row that says 正常运营 of one that is gone means a new account, and `gone` is the one
   * before it; a row that says 停止运营 or nothing still means the old one.
   */
  find(row: ReadRow, unitId: string): { before?: Account | undefined; gone?: Account | undefined } {
    const numbered = row.system && this.byId.get(row.system.accountId)
    if (numbered) return { before: numbered }
    const exact = exactlyMeantBy(row, unitId, this.byName)
    const exactGone = exact ? undefined : exactlyMeantBy(row, unitId, this.gone)
    if (exactGone && saysTheSame(exactGone, row)) return { before: exactGone }
    const living = exact ?? meantBy(row, unitId, this.byName)
    if (living) return { before: living }
    const gone = meantBy(row, unitId, this.gone)
    // The ledger's own sheet that comes back says of it what the ledger says: nobody has opened anything anew.
    const opensAnew = row.facts.operatingStatus === 'normal' && gone !== undefined && !saysTheSame(gone, row)
    return opensAnew ? { gone } : { before: gone }
  }

  /** Books a row's account; answers what is wrong when it stands twice in the file or takes another's place. */
  take(after: Account, before: Account | undefined, row: ReadRow): string | undefined {
    const key = keyOf(after)
    const isGone = after.runningState === 'deregistered'
    const twice = (before && this.met.get(before.id)) ?? (isGone ? undefined : this.added.get(key))
    if (twice)
      return `与${twice.sheet === row.sheet ? '' : `工作表“${twice.sheet}”`}第${twice.row}行重复，同一账号只登记一行`
    const holder = isGone ? undefined : this.byKey.get(key)
    if (holder && holder.id !== before?.id) return '该单位在同一平台上已有同名账号，请核对名称'
    if (before) this.met.set(before.id, row)
    if (!isGone) {
      this.added.set(key, row)
      this.folded.set(foldedKey(after), [...(this.folded.get(foldedKey(after)) ?? []), after])
    }
    return undefined
  }

  /** An account whose name differs from this one's only by blanks, width or case. */
  alike(account: Account): Account | undefined {
    return this.folded.get(foldedKey(account))?.find(({ name }) => name !== account.name)
  }

  nextOrder(unitId: string): number {
    const order = (this.orders.get(unitId) ?? 0) + 1
    this.orders.set(unitId, order)
    return order
  }
}
