import type { Actor, Deps } from '../../access/index.ts'
import { inTransaction, type Tx } from '../../database/index.ts'
import { nothingSeen } from '../sources/replies.ts'
import type { Collecting } from './collect-due.ts'
import { type DueTarget, holdOn } from './queries.ts'
import type { QuietHosts } from './quiet-hosts.ts'
import { type CollectedTarget, type Looked, storeLooks } from './store-looks.ts'

type Storing = Collecting & { districtId: string; quiet?: QuietHosts }

/**
 * Stores what a batch of looks brought, together. Where the database can't take one of them, each is stored by itself and
 * that one is told as a defect: it would keep all others from being stored, now and whenever they are looked at again.
 */
export async function storeBatch(
  deps: Deps,
  actor: Actor,
  work: Storing,
  batch: readonly DueTarget[],
  looked: readonly Looked[],
): Promise<CollectedTarget[]> {
  const store = (some: readonly Looked[]) => inTransaction(deps.db, (tx) => storeLooks(tx, deps, actor, work, some))
  try {
    return await inTransaction(deps.db, async (tx) => {
      if (looked.length < batch.length) await letGo(tx, work, batch, looked)
      return storeLooks(tx, deps, actor, work, looked)
    })
  } catch (error) {
    if (!isOfData(error)) throw error
    if (looked.length < batch.length) await inTransaction(deps.db, (tx) => letGo(tx, work, batch, looked))
  }
  const stored: CollectedTarget[] = []
  for (const one of looked)
    stored.push(...(await store([one]).catch((error: unknown) => store([unkept(one, work, error)]))))
  return stored
}

function unkept(looked: Looked, { onDefect }: Storing, error: unknown): Looked {
  if (!isOfData(error)) throw error
  const { target } = looked
  // What it says of the values may hold what stands in a message.
  const cause = new Error(`what a look brought can't be stored (${error.code})`)
  onDefect(cause, { part: 'collecting', source: target.sourceKind, target: target.targetId })
  return { ...looked, look: nothingSeen('malformed', '采集到的内容无法保存，已记录', target.memory) }
}

/** 22 values, 23 what a table asks of them, 54 limits of the program: what the database says of what it is given, and not of itself. */
const isOfData = (error: unknown): error is { code: string } =>
  /^(?:22|23|54)[0-9A-Z]{3}$/.test(String((error as { code?: unknown } | null)?.code))

/** What a 维护时段 cut off is anybody's again; it is due as it was. */
async function letGo(
  tx: Tx,
  { districtId, worker }: Storing,
  batch: readonly DueTarget[],
  looked: readonly Looked[],
): Promise<void> {
  const heard = new Set(looked.map(({ target }) => target.targetId))
  const ids = batch.flatMap(({ targetId }) => (heard.has(targetId) ? [] : targetId))
  await holdOn(tx, { districtId, worker, until: null }, ids)
}
