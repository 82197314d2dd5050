import { addHours } from '../calendar/index.ts'
import { inTransaction } from '../database/index.ts'
import { appendOnce } from '../trail/index.ts'
import type { WebContext } from './context.ts'

/** Somebody's look at what was handed in: what it is called, whose it is, and which file of it. */
export type Look = { action: string; subject: { kind: string; id: string }; after: Record<string, string> }

// Turning the pages of one paper is one look.
const LOOK_HOURS = 1

/** Keeps in the trail who looks at a scan, receipt, screenshot or proof, which may name people; once an hour for a person and file. */
export async function keepLook(c: WebContext, look: Look): Promise<void> {
  const { deps, actor, session } = c.var
  const at = deps.wall.now()
  const entry = { districtId: session.districtId, actor, ...look, at }
  await inTransaction(deps.db, (tx) => appendOnce(tx, deps.ids, entry, addHours(at, -LOOK_HOURS)))
}
