import { hostname } from 'node:os'
import type { Instant } from '../calendar/index.ts'
import type { Db } from '../database/index.ts'

/** A program that serves or works, as it told last: what it is, where it runs, since when, and when it was heard of. */
export type RunningProgram = { role: 'serve' | 'worker'; host: string; pid: number; since: Instant; at: Instant }

/** How often a program says that it is there. */
export const BEAT_MS = 60_000

const PREFIX = 'program/'
const keyOf = ({ host, pid }: { host: string; pid: number }) => `${PREFIX}${host}/${pid}`
const own = () => ({ host: hostname(), pid: process.pid })

/** Says that this program is at work. One that is killed or hangs says it no more, and what it said last stays. */
export async function beat(db: Db, { role, since, at }: Pick<RunningProgram, 'role' | 'since' | 'at'>): Promise<void> {
  const row = { value: JSON.stringify({ role, ...own(), since }), changed_at: at }
  await db
    .insertInto('installation_setting')
    .values({ key: keyOf(own()), ...row })
    .onConflict((conflict) => conflict.column('key').doUpdateSet(row))
    .execute()
}

/** Takes back what a program said that ended in order, or is known to have gone. */
export async function forgetProgram(db: Db, program: { host: string; pid: number } = own()): Promise<void> {
  await db.deleteFrom('installation_setting').where('key', '=', keyOf(program)).execute()
}

/** Every program that said it was at work and has not ended in order, the oldest first. */
export async function runningPrograms(db: Db): Promise<RunningProgram[]> {
  const rows = await db
    .selectFrom('installation_setting')
    .select(['value', 'changed_at as at'])
    .where('key', 'like', `${PREFIX}%`)
    .orderBy('changed_at')
    .orderBy('key')
    .execute()
  return rows.map(({ value, at }) => ({ ...(value as Omit<RunningProgram, 'at'>), at }))
}
