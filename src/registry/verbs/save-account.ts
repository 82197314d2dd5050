import { type Actor, type Deps, openPeople, permit, savePeople, supersedePeople } from '../../access/index.ts'
import { inTransaction, type Tx } from '../../database/index.ts'
import { append } from '../../trail/index.ts'
import { platforms } from '../../vocabulary/platforms.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import { changedFacts, filledFacts } from '../annex2/fact-changes.ts'
import { mergePerson } from '../annex2/merge.ts'
import { readPerson } from '../annex2/read-people.ts'
import { type AccountInput, decideAccount } from '../decide-account.ts'
import { type Account, type ContactDuty, contactDuties, contactLabels, stateMeans } from '../model.ts'
import { insertAccounts, lockRegister, readAccounts, updateAccounts } from '../queries/accounts.ts'
import { type ContactLink, dropContacts, readContacts, saveContacts } from '../queries/people.ts'
import { readUnit } from '../queries/units.ts'
import { duplicateHint } from '../rules.ts'

export type SavedAccount = {
  account: Account
  /** What the person should know; nothing was refused for it (notice 二（二）: more than one account on one platform). */
  hints: string[]
}

/**
 * Registers or changes an account. A second account of a unit on one platform is registered and hinted at: the monthly
 * check finds it. Refuses `access.denied`, `account.not-valid`, `account.already-registered`, `account.state-not-allowed`,
 * `record.not-found`, `record.changed-meanwhile`.
 */
export async function saveAccount(deps: Deps, actor: Actor, input: AccountInput): Promise<SavedAccount> {
  const allow = (unitId: string) => permit(actor, 'ledger.edit', { districtId: input.districtId, unitId })
  return inTransaction(deps.db, (tx) => saveAccountWithin(tx, deps, actor, input, allow))
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
  const { districtId, unitId } = input
  allow(unitId)
  await lockRegister(tx, districtId)
  const before = input.id === undefined ? undefined : await knownAccount(tx, input)
  if (before) allow(before.unitId)
  if (!(await readUnit(tx, districtId, unitId))) throw refuse('record.not-found', { what: '单位' })
  const account = decideAccount(input, before, { id: input.newId ?? deps.ids.next(), today: deps.clock.today() })
  const others = (await readAccounts(tx, districtId, { unitIds: [unitId] })).filter(({ id }) => id !== account.id)
  if (others.some(({ name, platform }) => name === account.name && platform === account.platform))
    throw refuse('account.already-registered', { name: account.name, platform: platforms[account.platform].label })
  await save(tx, deps, actor, { input, before, account })
  const running = others.filter(({ runningState }) => stateMeans[runningState].takesPlace)
  return { account, hints: [duplicateHint(account, running)].filter((hint) => hint !== undefined) }
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
  await append(tx, deps.ids, {
    districtId,
    actor,
    action: before ? 'account.changed' : 'account.registered',
    subject: { kind: 'account', id: account.id },
    before: facts.before,
    after: { ...facts.after, ...(Object.keys(people).length > 0 && { people }) },
    at,
  })
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
