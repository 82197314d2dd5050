import {
  type Actor,
  type Deps,
  keepWords,
  openPeople,
  permit,
  savePeople,
  supersedePeople,
} from '../../access/index.ts'
import { inTransaction, type Tx } from '../../database/index.ts'
import { append } from '../../trail/index.ts'
import { platforms } from '../../vocabulary/platforms.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import { changedFacts, filledFacts } from '../annex2/fact-changes.ts'
import { mergePerson } from '../annex2/merge.ts'
import { readPerson } from '../annex2/read-people.ts'
import { type AccountInput, checkByHand, decideAccount } from '../decide-account.ts'
import { checkFiledByHand } from '../filed-facts.ts'
import { type Account, type ContactDuty, contactDuties, contactLabels, stateMeans } from '../model.ts'
import { insertAccounts, lockRegister, readAccounts, updateAccounts } from '../queries/accounts.ts'
import { insertClaims, settleClaims, standingClaims } from '../queries/claims.ts'
import { type ContactLink, dropContacts, readContacts, saveContacts } from '../queries/people.ts'
import { readUnit } from '../queries/units.ts'
import { duplicateHint, lastGone, reopenedHint } from '../rules.ts'

export type SavedAccount = {
  account: Account
  /** What the person should know; nothing was refused for it (notice 二（二）: more than one account on one platform). */
  hints: string[]
}

/**
 * Registers or changes an account. One that is deregistered can be succeeded by another of its name. A second account of a unit on one platform is registered and hinted at: the monthly
 * check finds it. What is entered by hand moves no state that 备案 and 关停注销 move, and of a filed account nothing that was
 * filed, but for a slip with its reason. Refuses `access.denied`, `account.not-valid`, `account.already-registered`,
 * `account.state-by-procedure`, `account.state-reason-required`, `account.filing-basis-required`, `account.filed-by-case`,
 * `record.not-found`, `record.changed-meanwhile`.
 */
export async function saveAccount(deps: Deps, actor: Actor, input: AccountInput): Promise<SavedAccount> {
  const allow = (unitId: string) => permit(actor, 'ledger.edit', { districtId: input.districtId, unitId })
  return inTransaction(deps.db, (tx) => saveWith(tx, deps, actor, input, { allow, byHand: true }))
}

/**
 * As `saveAccount`, in the transaction of a verb that has asked for a right of its own: what was accepted and the ledger
 * are saved together or not at all. `allow` is asked with each unit the account belongs to, before and after.
 */
export async function saveAccountWithin(
  tx: Tx,
  deps: Deps,
  actor: Actor,
  input: AccountInput,
  allow: (unitId: string) => void = () => undefined,
): Promise<SavedAccount> {
  return saveWith(tx, deps, actor, input, { allow, byHand: false })
}

type Way = { allow: (unitId: string) => void; byHand: boolean }

async function saveWith(
  tx: Tx,
  deps: Deps,
  actor: Actor,
  input: AccountInput,
  { allow, byHand }: Way,
): Promise<SavedAccount> {
  const { districtId, unitId } = input
  allow(unitId)
  await lockRegister(tx, districtId)
  const before = input.id === undefined ? undefined : await knownAccount(tx, input)
  if (before) allow(before.unitId)
  if (!(await readUnit(tx, districtId, unitId))) throw refuse('record.not-found', { what: '单位' })
  const claims = byHand && before ? await standingClaims(tx, districtId, before.id) : []
  const claimed = { filed: claims.some(({ fact }) => fact === 'filing-state') }
  if (byHand) checkByHand(input, before, claimed)
  const account = decideAccount(input, before, { id: input.newId ?? deps.ids.next(), today: deps.clock.today() })
  const filed = before?.filingState === 'filed' && !claimed.filed
  if (byHand && filed) checkFiledByHand(before, account, input.slipReason)
  const others = (await readAccounts(tx, districtId, { unitIds: [unitId] })).filter(({ id }) => id !== account.id)
  const named = others.filter(({ name, platform }) => name === account.name && platform === account.platform)
  if (account.runningState !== 'deregistered' && named.some(({ runningState }) => runningState !== 'deregistered'))
    throw refuse('account.already-registered', { name: account.name, platform: platforms[account.platform].label })
  await save(tx, deps, actor, { input, before, account })
  await keepClaims(tx, deps, actor, { input, before, account, byHand })
  const running = others.filter(({ runningState }) => stateMeans[runningState].takesPlace)
  const gone = before || account.runningState === 'deregistered' ? undefined : lastGone(named)
  const hints = [duplicateHint(account, running), gone && reopenedHint(gone)]
  return { account, hints: hints.filter((hint) => hint !== undefined) }
}

async function knownAccount(tx: Tx, { districtId, id = '', version }: AccountInput): Promise<Account> {
  const [account] = await readAccounts(tx, districtId, { orIds: [id] })
  if (!account) throw refuse('record.not-found', { what: '账号' })
  if (account.version !== version) throw refuse('record.changed-meanwhile', { what: '账号' })
  return account
}

type Decided = { input: AccountInput; before: Account | undefined; account: Account }

async function save(tx: Tx, deps: Deps, actor: Actor, { input, before, account }: Decided): Promise<void> {
  const { districtId } = input
  const at = deps.wall.now()
  const writing = { at, statedBy: input.statedBy ?? actor.id }
  if (before) await updateAccounts(tx, districtId, [account], writing)
  else await insertAccounts(tx, districtId, [account], writing)
  const people = await saveThem(tx, deps, input, account.id)
  const facts = before ? changedFacts(before, account) : { before: {}, after: filledFacts(account) }
  const words = async (said: string) => keepWords(tx, deps, districtId, said)
  await append(tx, deps.ids, {
    districtId,
    actor,
    action: before ? 'account.changed' : 'account.registered',
    subject: { kind: 'account', id: account.id },
    before: facts.before,
    after: {
      ...facts.after,
      ...(Object.keys(people).length > 0 && { people }),
      ...(input.stateReason && !before && { stateReason: await words(input.stateReason) }),
      ...(input.filingBasis && { filingBasis: await words(input.filingBasis) }),
      ...(input.slipReason && { slipReason: await words(input.slipReason) }),
    },
    at,
  })
}

// A state that no case or closing reached stands as a claim; one that they reach, or a filing they number, ends it.
async function keepClaims(
  tx: Tx,
  deps: Deps,
  actor: Actor,
  { input, before, account, byHand }: Decided & { byHand: boolean },
): Promise<void> {
  const { districtId, stateReason = '', filingBasis = '' } = input
  const at = deps.wall.now()
  const moved = before !== undefined && input.runningState !== undefined
  const filed = input.filingState !== undefined && (!byHand || input.filingState !== before?.filingState)
  await settleClaims(tx, districtId, {
    accountId: account.id,
    facts: [...(moved && !byHand ? ['running-state' as const] : []), ...(filed ? ['filing-state' as const] : [])],
    at,
  })
  const claim = { accountId: account.id, statedBy: input.statedBy ?? actor.id, statedAt: deps.clock.now() }
  await insertClaims(tx, () => deps.ids.next(), districtId, [
    ...(before === undefined && account.runningState !== 'running'
      ? [
          {
            ...claim,
            fact: 'running-state' as const,
            value: account.runningState,
            reason: stateReason.trim() || '登记时没有说明理由',
          },
        ]
      : []),
    ...(byHand && filed && account.filingState === 'filed'
      ? [{ ...claim, fact: 'filing-state' as const, value: 'filed', reason: filingBasis.trim() }]
      : []),
  ])
}

// A person given as null is taken away; one not mentioned stays. The trail learns ids and digests.
async function saveThem(tx: Tx, deps: Deps, { districtId, people = {} }: AccountInput, accountId: string) {
  const links = await readContacts(tx, districtId, [accountId])
  const known = await openPeople(
    tx,
    deps.vault,
    districtId,
    links.map(({ personId }) => personId),
  )
  const gone = contactDuties.filter((duty) => people[duty] === null && links.some((link) => link.duty === duty))
  const changed = contactDuties.flatMap((duty) => {
    const given = people[duty]
    if (!given) return []
    const read = readPerson([given.name, given.phone].filter(Boolean).join('\n'))
    if ('wanted' in read) throw refuse('account.not-valid', { faults: `${contactLabels[duty]}：${read.wanted}` })
    const personId = links.find((link) => link.duty === duty)?.personId ?? ''
    const values = mergePerson(known.get(personId), {
      ...read.value,
      ...(given.qq && !given.qq.includes('*') && { qq: given.qq }),
    })
    return values ? [{ duty, values }] : []
  })
  const saved = await savePeople(
    tx,
    deps,
    districtId,
    changed.map(({ values }) => values),
  )
  const at = deps.wall.now()
  await saveContacts(
    tx,
    districtId,
    changed.map(({ duty }, index) => ({ accountId, duty, personId: saved[index]?.id ?? '' })),
    at,
  )
  await supersedePeople(tx, deps, districtId, successionsOf(links, changed, saved))
  await dropContacts(tx, districtId, accountId, gone)
  const recorded: Partial<Record<ContactDuty, { id: string; digest: string } | null>> = {}
  changed.forEach(({ duty }, index) => (recorded[duty] = saved[index] ?? null))
  for (const duty of gone) recorded[duty] = null
  return recorded
}

const successionsOf = (
  links: readonly ContactLink[],
  changed: readonly { duty: ContactDuty }[],
  saved: readonly { id: string }[],
) =>
  changed.flatMap(({ duty }, index) => {
    const [before, after] = [links.find((link) => link.duty === duty)?.personId, saved[index]?.id]
    return before && after ? [{ before, after }] : []
  })
