import { maskPhone, openPeople, type PersonValues, type Vault } from '../../access/index.ts'
import type { CivilDate, Instant } from '../../calendar/index.ts'
import type { Db, Tx } from '../../database/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import { unitKinds } from '../../vocabulary/units.ts'
import {
  type Account,
  type ContactDuty,
  contactDuties,
  contactLabels,
  duties,
  type Duty,
  dutyLabels,
  type DutyState,
  type Unit,
} from '../model.ts'
import { readAccounts } from './accounts.ts'
import { readContacts, readDuties, readSheetForms } from './people.ts'
import { readUnit } from './units.ts'

/** A person as lists and cards show them; the full values only through `revealPerson`, which is recorded (rulebook (h)4). */
export type ShownPerson = { personId: string; name: string | null; phone: string | null; qq: string | null }
export type UnitCard = {
  unit: Unit
  inScope: boolean
  parentName: string | null
  mergedIntoName: string | null
  duties: {
    duty: Duty
    label: string
    state: DutyState
    person: ShownPerson | null
    changedAt: Instant | null
    version: number
  }[]
  form: { reporter: ShownPerson | null; countedUntil: CivilDate | null }
}
export type AccountCard = {
  account: Account
  unit: Pick<Unit, 'id' | 'name' | 'shortName' | 'kind' | 'state'> & { inScope: boolean }
  contacts: { duty: ContactDuty; label: string; person: ShownPerson | null }[]
}

type Reader = { db: Db | Tx; vault: Vault }
type Scope = { districtId: string; unitId?: string }

/** A unit with its responsible people, phones masked. Refuses `record.not-found` (also outside the scope). */
export async function unitCard({ db, vault }: Reader, scope: Scope, unitId: string): Promise<UnitCard> {
  const unit =
    scope.unitId === undefined || scope.unitId === unitId ? await readUnit(db, scope.districtId, unitId) : undefined
  if (!unit) throw refuse('record.not-found', { what: '单位' })
  const links = await readDuties(db, scope.districtId, [unitId])
  const [form] = await readSheetForms(db, scope.districtId, [unitId])
  const people = await openPeople(
    db,
    vault,
    scope.districtId,
    [...links.map(({ personId }) => personId), form?.reporterPersonId].filter((id) => id != null),
  )
  const nameOf = async (id: string | null) =>
    id === null ? null : ((await readUnit(db, scope.districtId, id))?.name ?? null)
  return {
    unit,
    inScope: unitKinds[unit.kind].inScope,
    parentName: await nameOf(unit.parentId),
    mergedIntoName: await nameOf(unit.mergedInto),
    duties: duties.map((duty) => {
      const link = links.find((one) => one.duty === duty)
      const person = link?.personId ? shownPerson(link.personId, people) : null
      return {
        duty,
        label: dutyLabels[duty],
        state: link?.state ?? 'unknown',
        person,
        changedAt: link?.changedAt ?? null,
        version: link?.version ?? 0,
      }
    }),
    form: {
      reporter: form?.reporterPersonId ? shownPerson(form.reporterPersonId, people) : null,
      countedUntil: form?.countedUntil ?? null,
    },
  }
}

/** An account with all its facts and its people, phones masked. Refuses `record.not-found` (also outside the scope). */
export async function accountCard({ db, vault }: Reader, scope: Scope, accountId: string): Promise<AccountCard> {
  const [account] = await readAccounts(db, scope.districtId, { orIds: [accountId] })
  const unit =
    account && (scope.unitId === undefined || scope.unitId === account.unitId)
      ? await readUnit(db, scope.districtId, account.unitId)
      : undefined
  if (!account || !unit) throw refuse('record.not-found', { what: '账号' })
  const links = await readContacts(db, scope.districtId, [accountId])
  const people = await openPeople(
    db,
    vault,
    scope.districtId,
    links.map(({ personId }) => personId),
  )
  const { id, name, shortName, kind, state } = unit
  return {
    account,
    unit: { id, name, shortName, kind, state, inScope: unitKinds[kind].inScope },
    contacts: contactDuties.map((duty) => {
      const link = links.find((one) => one.duty === duty)
      return { duty, label: contactLabels[duty], person: link ? shownPerson(link.personId, people) : null }
    }),
  }
}

// One who was erased shows as a person without values.
function shownPerson(personId: string, people: ReadonlyMap<string, PersonValues>): ShownPerson {
  const { name = null, phone, qq } = people.get(personId) ?? {}
  return { personId, name, phone: phone ? maskPhone(phone) : null, qq: qq ? maskPhone(qq) : null }
}
