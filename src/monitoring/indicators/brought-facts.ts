import type { CivilDate } from '../../calendar/index.ts'

/** A message of the public: when it was asked, by when it is to be answered, when it was (`undefined`: still open; null: nobody knows). */
export type MessageFact = {
  askedOn: CivilDate
  dueOn: CivilDate
  repliedOn: CivilDate | null | undefined
  simple: boolean
}

/** Something that was seen and put on record; `what` in a few words, empty where it may not be said (泄密). */
export type ReportFact = { seenOn: CivilDate | null; what: string }

/**
 * Groups of facts that come from other rooms, from people or from a published case. `null`: asked for, and not known. Days
 * are Asia/Shanghai days, not after the checkpoint.
 */
export type BroughtFacts = {
  /** Whether people can comment, ask or choose from a menu there, at the newest look. */
  interaction: { hasEntry: boolean; seenOn: CivilDate | null } | null
  messages: readonly MessageFact[] | null
  /** Entries of 在线办事; `usable` null: nobody tried. */
  services: readonly { name: string; usable: boolean | null }[] | null
  links: readonly { url: string; ok: boolean | null }[] | null
  columns: readonly { name: string; lastUpdatedOn: CivilDate | null; maxDays: number }[] | null
  /** Days of updates in the four weeks before the checkpoint, one entry an update, and whether every one of these days was looked at. */
  posts: { days: readonly CivilDate[]; covered: boolean } | null
  /** Posts of its own making in the month before the checkpoint. */
  originals: number | null
  /** 转载任务: by when, and when it was done (`undefined`: not yet). */
  repostDuties: readonly { dueOn: CivilDate; doneOn: CivilDate | null | undefined }[] | null
  /** Since when it bears another name than filed, and when that was filed (`undefined`: not; null: nobody knows); `seenOn`: last seen under its own. */
  renamed:
    | { on: CivilDate; filedOn: CivilDate | null | undefined; seenName?: string; filedName?: string }
    | { seenOn: CivilDate }
    | null
  /** The account was deregistered, and stands there again. */
  reopened: { closedOn: CivilDate; reopenedOn: CivilDate } | null
  /** By indicator, what people or text checks reported of it, oldest first; null: was to be looked at, and nobody could. */
  reports: Readonly<Record<string, readonly ReportFact[] | null>>
}

/** What an indicator may look at: what is brought, and what the ledger and the collected posts say. */
export type FactGroup =
  | keyof BroughtFacts
  | 'update'
  | 'filing'
  | 'siblings'
  | 'duties'
  | 'entity'
  | 'operatingStatus'
  | 'unitKind'

type Told = { brought: Partial<BroughtFacts>; untold?: ReadonlySet<FactGroup> }

/** True where somebody told of a group, were it only that it is not known. */
export function isTold({ brought, untold }: Told, group: FactGroup): boolean {
  return group in brought || (!(group in broughtGroups) && untold?.has(group) !== true)
}

const broughtGroups: Readonly<Record<keyof BroughtFacts, true>> = {
  interaction: true,
  messages: true,
  services: true,
  links: true,
  columns: true,
  posts: true,
  originals: true,
  repostDuties: true,
  renamed: true,
  reopened: true,
  reports: true,
}
