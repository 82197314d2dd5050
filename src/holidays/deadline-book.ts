import type { Actor, Deps } from '../access/index.ts'
import type { CivilDate, MovedDeadline, OpenDeadline } from '../calendar/index.ts'
import type { Db, Tx } from '../database/index.ts'
import { append } from '../trail/index.ts'

/** A day that a person typed: shown where a new notice makes it a day of rest, never moved. */
export type TypedDeadline = { label: string; day: CivilDate }

/** What a room above knows of its open deadlines. `move` writes days that a new notice changed, each with a link in the trail. */
export type DeadlineBook = {
  open(db: Db | Tx, districtId: string, today: CivilDate): Promise<OpenDeadline[]>
  typed(db: Db | Tx, districtId: string, today: CivilDate): Promise<TypedDeadline[]>
  move(tx: Tx, deps: Deps, actor: Actor, districtId: string, moved: readonly MovedDeadline[]): Promise<void>
}

/** A last day as it is stored: with what it was computed from, or typed, where `from` is null. */
export type StoredDeadline = {
  id: string
  label: string
  day: CivilDate | null
  from: CivilDate | null
  workdays: number | null
}
type Read = (db: Db | Tx, districtId: string, today: CivilDate) => Promise<StoredDeadline[]>

/** Stored last days told apart: those that follow a notice, and those that a person typed. */
export const openAndTyped = (read: Read): Pick<DeadlineBook, 'open' | 'typed'> => ({
  open: async (db, districtId, today) =>
    (await read(db, districtId, today)).flatMap(({ id, label, from, workdays }) =>
      from && workdays ? [{ id, label, from, days: workdays, kind: 'working' as const }] : [],
    ),
  typed: async (db, districtId, today) =>
    (await read(db, districtId, today)).flatMap(({ label, day, from }) => (day && !from ? [{ label, day }] : [])),
})

type Moving = {
  action: string
  subject: string
  /** Under which key the trail says the day. */
  key: string
  write: (tx: Tx, of: { districtId: string; id: string }, day: CivilDate) => Promise<unknown>
}

/** Writes each moved day as its room does, and its link in the trail. */
export const movedWith =
  ({ action, subject, key, write }: Moving): DeadlineBook['move'] =>
  async (tx, deps, actor, districtId, moved) => {
    for (const { id, before, after } of moved) {
      await write(tx, { districtId, id }, after.day)
      await append(tx, deps.ids, {
        districtId,
        actor,
        action,
        subject: { kind: subject, id },
        before: { [key]: before.day },
        after: { [key]: after.day },
        at: deps.wall.now(),
      })
    }
  }
