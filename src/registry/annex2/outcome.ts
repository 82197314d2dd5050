import type { Account } from '../model.ts'
import type { UnitKind } from '../../vocabulary/units.ts'
import type { Platform } from '../../vocabulary/platforms.ts'
import type { Notice, RejectedCell, SheetReading } from './shapes.ts'

/** A fact that an import changes, in words a page can print. People show with masked phones. */
export type FieldChange = { label: string; before: string; after: string }

/** A row that adds an account: what was read of it, before anything is written. */
export type AddedRow = Row & { unitIsNew: boolean; account: Account; people: FieldChange[] }
export type ChangedRow = Row & { changes: FieldChange[] }

type Row = { sheet: string; row: number; accountId: string; name: string; platform: Platform; unitName: string }

/** A unit the sheet names and the register doesn't know. `guessedKind` is read off the name and has to be looked at. */
export type UnknownUnit = {
  name: string
  rows: number
  similar: string[]
  guessedKind: UnitKind
  willBeCreated: boolean
}

/**
 * What an import did or would do. `state`: `preview` (dry run), `held-back` (cells were rejected and only whole files are
 * taken), `nothing-to-write` (the register says the same already), `written`.
 */
export type ImportOutcome = {
  state: 'preview' | 'held-back' | 'nothing-to-write' | 'written'
  written: boolean
  importId: string | null
  fileName: string
  sheets: SheetReading[]
  toCreate: AddedRow[]
  toChange: ChangedRow[]
  /** What would be written besides if the units that are not registered were registered with it. */
  onceRegistered: { toCreate: AddedRow[]; toChange: ChangedRow[] }
  unchanged: number
  rejected: RejectedCell[]
  rejectedRows: number
  /** Of these: rows whose unit the register doesn't know; nothing else is wrong with them. */
  unregisteredRows: number
  unknownUnits: UnknownUnit[]
  /** Names of further units that only rows with faults name: none is registered for a row that is left out. */
  unknownOfFaulty: string[]
  notices: Notice[]
  /** Cells that are empty in the sheet and filled in here: they stay as they are. */
  keptFilled: number
}
