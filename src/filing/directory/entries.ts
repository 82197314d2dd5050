import { sql } from 'kysely'
import type { Deps } from '../../access/index.ts'
import type { CivilDate, Instant } from '../../calendar/index.ts'
import type { Db, Tx } from '../../database/index.ts'
import { type Platform, platforms } from '../../vocabulary/platforms.ts'
import { type UnitKind, unitKindCodes, unitKinds } from '../../vocabulary/units.ts'
import { accountsAsFiled } from './as-filed.ts'
import { publicIdentifier, publicLink } from './public-words.ts'

export const stateLabels = { running: '正常运行', closing: '关停办理中', closed: '已关停' } as const
export type PublicState = keyof typeof stateLabels

/** An official account as the public is told of it: no person, no phone, no number of followers. */
export type DirectoryEntry = {
  id: string
  name: string
  formerNames: string[]
  platform: Platform
  platformLabel: string
  identifier: string | null
  url: string | null
  unit: string
  unitKind: UnitKind
  state: PublicState
  stateLabel: string
  filingNumber: string
  filedOn: CivilDate
  /** When what is said here last changed. */
  changedAt: Instant
}

type Standing = {
  id: string
  name: string
  platform: Platform
  state: PublicState
  changedAt: Instant
}

/**
 * Accounts of units inside the notice that have a 备案号 and are not gone, as they were filed (docs/decisions/013); 已备案 by
 * somebody's word alone is not told to the public, and no hand edit of the ledger shows here. Ordered by kind of unit, unit
 * (pinyin), platform and name.
 */
export async function directoryEntries(
  reader: { db: Db | Tx; vault: Deps['vault'] },
  districtId: string,
): Promise<DirectoryEntry[]> {
  const filed = await accountsAsFiled(reader, districtId)
  const units = new Map((await unitsInScope(reader.db, districtId)).map((unit) => [unit.id, unit]))
  const entries = (await standing(reader.db, districtId)).flatMap((account): DirectoryEntry[] => {
    const said = filed.get(account.id)
    const unit = said && units.get(said.unitId)
    if (!said || !unit) return []
    const { id, platform, state } = account
    return [
      {
        id,
        // A return that was opened again before accepted versions were kept has left no name; the ledger has the last word.
        name: said.name ?? account.name,
        formerNames: said.formerNames,
        platform,
        platformLabel: platforms[platform].label,
        identifier: publicIdentifier(said.identifier),
        url: publicLink(said.profileUrl),
        unit: unit.name,
        unitKind: unit.kind,
        state,
        stateLabel: stateLabels[state],
        filingNumber: said.number,
        filedOn: said.filedOn,
        changedAt: state === 'running' || account.changedAt < said.acceptedAt ? said.acceptedAt : account.changedAt,
      },
    ]
  })
  return entries.sort(inOrder)
}

const inScope = unitKindCodes.filter((kind) => unitKinds[kind].inScope)

const unitsInScope = (db: Db | Tx, districtId: string) =>
  db
    .selectFrom('unit')
    .select(['id', 'name', 'kind'])
    .where('district_id', '=', districtId)
    .where('kind', 'in', inScope)
    .$castTo<{ id: string; name: string; kind: UnitKind }>()
    .execute()

// What the ledger alone knows: where an account stands in its procedures, and since when.
async function standing(db: Db | Tx, districtId: string): Promise<Standing[]> {
  const { rows } = await sql<Standing>`
    select id, name, platform, running_state as state, updated_at as "changedAt" from account
    where district_id = ${districtId} and filing_state = 'filed' and running_state <> 'deregistered'`.execute(db)
  return rows
}

const pinyin = new Intl.Collator('zh-CN')

const inOrder = (a: DirectoryEntry, b: DirectoryEntry): number =>
  inScope.indexOf(a.unitKind) - inScope.indexOf(b.unitKind) ||
  pinyin.compare(a.unit, b.unit) ||
  a.platform.localeCompare(b.platform, 'en') ||
  pinyin.compare(a.name, b.name) ||
  (a.id < b.id ? -1 : 1)
