import type { Actor, Deps } from '../../access/index.ts'
import { type CivilDate, dayOf } from '../../calendar/index.ts'
import type { Tx } from '../../database/index.ts'
import { type AccountInput, readAccounts, readUnits, saveAccountWithin } from '../../registry/index.ts'
import type { Platform } from '../../vocabulary/platforms.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import { readAnswer } from '../forms/index.ts'
import { changedOn } from './lateness.ts'
import type { FilingCase } from './model.ts'

/** What was filed stands in the ledger; answers whose the account is from now on. Refuses `case.announced-unit-unknown`. */
export async function intoLedger(
  tx: Tx,
  deps: Deps,
  actor: Actor,
  districtId: string,
  one: FilingCase,
): Promise<string> {
  const { answers } = one
  if (one.kind === 'open') {
    await saveAccountWithin(tx, deps, actor, {
      districtId,
      unitId: one.unitId,
      newId: one.accountId,
      statedBy: one.enteredForUnitBy ?? one.submittedBy ?? one.createdBy,
      facts: {
        name: answers['name'] ?? '',
        platform: answers['platform'] as Platform,
        purpose: answers['purpose'] as 'publish',
        certifiedEntity: answers['certifiedEntity'] ?? null,
        operationMode: answers['operationMode'] as 'self',
        budgetYuan: moneyIn(answers['budgetYuan'], deps.clock.today()),
        openedOn: one.executedOn,
        openedPrecision: 'day',
        profileUrl: one.executedUrl,
      },
      filingState: 'filed',
    })
    return one.unitId
  }
  if (one.kind === 'change') return changeAsFiled(tx, deps, actor, districtId, one)
  // 关停 on paper is not gone: it stays monitored, and leaves the ledger when a person looked for it and did not find it
  // (rulebook C3 verified_gone; sentence 8).
  await changeAccount(tx, deps, actor, districtId, one, { runningState: 'closed' })
  return one.unitId
}

const moneyIn = (text: string | undefined, today: CivilDate): string | null => {
  const read = text === undefined ? undefined : readAnswer({ kind: 'money' }, text, today)
  return read && 'value' in read && typeof read.value === 'string' ? read.value : null
}

async function changeAsFiled(tx: Tx, deps: Deps, actor: Actor, districtId: string, one: FilingCase): Promise<string> {
  const { newName, newEntity, newUnit } = one.answers
  const units = newUnit ? await readUnits(tx, districtId) : []
  const unit = newUnit ? units.find(({ name }) => name === newUnit.trim()) : undefined
  if (newUnit && !unit) throw refuse('case.announced-unit-unknown', { unit: newUnit })
  const unitId = unit?.id ?? one.unitId
  await changeAccount(tx, deps, actor, districtId, one, {
    unitId,
    facts: {
      ...(newName && { name: newName, renamedOn: renamedOn(one) }),
      ...(newEntity && { certifiedEntity: newEntity }),
    },
  })
  return unitId
}

// What was planned when it was handed in happened on the day that was registered afterwards.
function renamedOn(one: FilingCase): CivilDate | null {
  const day = changedOn(one)
  const planned = day !== null && one.firstSubmittedAt !== null && day > dayOf(one.firstSubmittedAt)
  return planned ? one.executedOn : day
}

/** From the approval on an account is being closed. One that is closed already and is now deregistered stays closed. */
export async function beginClosing(
  tx: Tx,
  deps: Deps,
  actor: Actor,
  districtId: string,
  one: FilingCase,
): Promise<void> {
  const [account] = await readAccounts(tx, districtId, { orIds: [one.accountId] })
  if (account?.runningState === 'running')
    await changeAccount(tx, deps, actor, districtId, one, { runningState: 'closing' })
}

type Change = {
  unitId?: string
  facts?: Partial<AccountInput['facts']>
  runningState?: 'closing' | 'closed'
}

async function changeAccount(tx: Tx, deps: Deps, actor: Actor, districtId: string, one: FilingCase, change: Change) {
  const [account] = await readAccounts(tx, districtId, { orIds: [one.accountId] })
  if (!account) throw refuse('record.not-found', { what: '账号' })
  await saveAccountWithin(tx, deps, actor, {
    districtId,
    unitId: change.unitId ?? account.unitId,
    id: account.id,
    version: account.version,
    facts: { name: account.name, platform: account.platform, ...change.facts },
    ...(change.runningState && { runningState: change.runningState }),
    ...(one.kind === 'change' && { filingState: 'filed' as const }),
  })
}
