import { type CivilDate, monthOf } from '../calendar/index.ts'
import { updateFacts, type UpdateFacts } from '../collection/index.ts'
import { allOf, type Db, type Tx } from '../database/index.ts'
import { type CheckAccount, accountsForCheck, stateMeans } from '../registry/index.ts'
import { broughtFacts } from './brought.ts'
import type { AccountFacts, Thresholds } from './indicators/define.ts'
import { updateWindow } from './indicators/silence.ts'
import { patrolUpdates } from './patrols.ts'
import { purposesInForce } from './purpose-queries.ts'
import { unconfirmedPurpose } from './purposes.ts'
import { districtName } from './queries.ts'
import { renamesSeen } from './renames.ts'
import { standing } from './rules.ts'

export type CheckFacts = {
  accounts: { account: CheckAccount; facts: AccountFacts }[]
  /** Accounts of units outside the notice: counted, never named. */
  leads: number
  ceased: number
  /** Of units whose kind nobody has settled: neither judged nor handed over until somebody has. */
  unsettled: number
}

/**
 * Everything the machine knows of a district at a checkpoint, in a handful of statements whatever its size. What was
 * covered is read before what was found (posts, then patrols), so that whatever is saved in between is evidence of life
 * and never makes a silence. `only`: facts of these accounts, beside everything of their units.
 */
export async function checkFacts(
  db: Db | Tx,
  districtId: string,
  checkpoint: CivilDate,
  thresholds: Thresholds,
  { only, vetoesOnly = false }: { only?: readonly string[] | undefined; vetoesOnly?: boolean } = {},
): Promise<CheckFacts> {
  const name = await districtName(db, districtId)
  const updates = async () => {
    const posts = await updateFacts(db, districtId, updateWindow(checkpoint, thresholds), only)
    const seen = await patrolUpdates(db, districtId, checkpoint)
    return { all: await accountsForCheck(db, districtId, checkpoint), posts, seen }
  }
  // Two rows of statements on one connection: while the database answers one, what the other brought is understood. The
  // long ones, messages and posts, come right after each other.
  const [brought, { all: entered, posts, seen }] = await allOf([
    broughtFacts(db, districtId, checkpoint, thresholds, { vetoesOnly }),
    updates(),
  ])
  const all = entered.filter((account) => opened(account, checkpoint))
  const renamed = vetoesOnly ? undefined : await renamesSeen(db, districtId, checkpoint)
  const purposes = await purposesInForce(db, districtId, monthOf(checkpoint))
  const monitored = all.filter((account) => standing(account) === 'monitored')
  const byUnit = Map.groupBy(monitored, ({ survivingUnitId }) => survivingUnitId)
  const window = updateWindow(checkpoint, thresholds)
  const wanted = only && new Set(only)
  const accounts = (wanted ? monitored.filter(({ id }) => wanted.has(id)) : monitored).map((account) => ({
    account,
    facts: {
      checkpoint,
      districtName: name,
      account,
      purpose: purposes.get(account.id) ?? unconfirmedPurpose,
      update: mergedUpdate(posts.get(account.id), seen.get(account.id), window.from),
      siblings: (byUnit.get(account.survivingUnitId) ?? [])
        .filter((one) => one.id !== account.id && stateMeans[one.runningState].takesPlace)
        .map((one) => ({ name: one.name, platform: one.platform })),
      brought: {
        ...brought(account.id),
        ...(renamed?.has(account.id) && { renamed: renamed.get(account.id) ?? null }),
      },
    },
  }))
  return { accounts, leads: count(all, 'lead'), ceased: count(all, 'ceased'), unsettled: count(all, 'unsettled') }
}

// What was opened after the checkpoint has no place in a month that is judged again.
const opened = ({ openedOn }: CheckAccount, checkpoint: CivilDate) => openedOn === null || openedOn <= checkpoint

const count = (accounts: readonly CheckAccount[], wanted: string) =>
  accounts.filter((account) => standing(account) === wanted).length

/** A last update that a patroller saw with his own eyes counts as one, beside the posts that a file brought. */
export function mergedUpdate(
  posts: UpdateFacts | undefined,
  seenOn: CivilDate | undefined,
  windowFrom: CivilDate,
): AccountFacts['update'] {
  const { lastPostOn = null, postsInWindow = 0, covered = false, coveredUntil = null } = posts ?? {}
  const lastUpdateOn = seenOn && (lastPostOn === null || seenOn > lastPostOn) ? seenOn : lastPostOn
  const unseen = lastUpdateOn !== lastPostOn && lastUpdateOn !== null && lastUpdateOn >= windowFrom
  return { lastUpdateOn, updatesInWindow: postsInWindow + (unseen ? 1 : 0), covered, coveredUntil }
}
