import { sql } from 'kysely'
import { type Actor, type Deps, permit } from '../../access/index.ts'
import { type CivilDate, dayOf, formatDayZh, type Instant } from '../../calendar/index.ts'
import { inTransaction, isUuid, type Tx } from '../../database/index.ts'
import { saveFile } from '../../files/index.ts'
import { readAccounts, readUnit } from '../../registry/index.ts'
import { platforms } from '../../vocabulary/platforms.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import { raiseTrigger, type TriggerRule, triggerRules, triggerStateLabels } from './index.ts'

/** `subjectKind` of a clue that a person entered. */
export const BY_HAND = 'by-hand'

export type EnteredClue = {
  districtId: string
  rule: TriggerRule
  unitId: string
  /** Absent: the unit itself. */
  accountId?: string | undefined
  happenedOn: CivilDate
  /** What happened, and from where it is known: free words, units and accounts, no persons. */
  words: string
  source: string
  file?: { name: string; bytes: Uint8Array } | undefined
  link?: string | undefined
}

/**
 * 人工登记责任追究线索: what the machine can't see. It waits as one that the machine raised, for somebody else than who
 * entered it. Refuses `trigger.entry-incomplete`, `trigger.evidence-required`, `trigger.link-unreadable`, `trigger.in-future`,
 * `trigger.entered-already` (the same rule of the same account or unit on the same day, or the machine's own that waits).
 */
export async function raiseByHand(deps: Deps, actor: Actor, input: EnteredClue): Promise<{ id: string }> {
  const { districtId, rule, unitId, accountId, happenedOn } = input
  permit(actor, 'accountability.raise', { districtId })
  const [words, source] = [input.words.trim(), input.source.trim()]
  if (words === '') throw refuse('trigger.entry-incomplete', { what: '事实' })
  if (source === '') throw refuse('trigger.entry-incomplete', { what: '来源' })
  if (happenedOn > deps.clock.today()) throw refuse('trigger.in-future')
  const link = webLink(input.link?.trim() ?? '')
  if (!input.file && !link) throw refuse('trigger.evidence-required')
  return inTransaction(deps.db, async (tx) => {
    const unit = isUuid(unitId) ? await readUnit(tx, districtId, unitId) : undefined
    if (!unit) throw refuse('record.not-found', { what: '单位' })
    const [account] = accountId && isUuid(accountId) ? await readAccounts(tx, districtId, { orIds: [accountId] }) : []
    if (accountId && account?.unitId !== unitId) throw refuse('record.not-found', { what: '账号' })
    const about = account?.id ?? unit.id
    await refuseDouble(tx, { districtId, rule, about, accountId: account?.id ?? null, happenedOn })
    const file =
      input.file &&
      (await saveFile(tx, deps, { districtId, ...input.file, actor, accept: ['pdf', 'jpg', 'png', 'webp'] }))
    const id = await raiseTrigger(tx, deps, actor, {
      districtId,
      rule,
      unitId,
      accountId: account?.id ?? null,
      subject: { kind: BY_HAND, id: `${about}/${happenedOn}` },
      // One that was dismissed speaks of what was known then: it may be entered anew.
      event: { id: deps.ids.next(), earlierOverBy: null },
      facts: {
        happenedOn,
        ...(account && { account: account.name, platform: platforms[account.platform].label }),
        ...(file && { fileId: file.id, file: file.sha256 }),
      },
      said: { words, source, ...(link && { link }), ...(input.file && { fileName: input.file.name }) },
    })
    return { id }
  })
}

// A link may carry whatever its site puts into it: it is a free word too.
function webLink(text: string): string | undefined {
  if (text === '') return undefined
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (!url || !['http:', 'https:'].includes(url.protocol)) throw refuse('trigger.link-unreadable', { link: text })
  return url.href
}

type Double = {
  districtId: string
  rule: TriggerRule
  about: string
  accountId: string | null
  happenedOn: CivilDate
}

async function refuseDouble(tx: Tx, { districtId, rule, about, accountId, happenedOn }: Double): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`clue/${districtId}/${rule}/${about}`}, 0))`.execute(tx)
  const { rows } = await sql<{ state: keyof typeof triggerStateLabels; at: Instant }>`
    select state, raised_at as at from accountability_trigger
    where district_id = ${districtId} and rule = ${rule} and (
      (subject_kind = ${BY_HAND} and subject_id = ${`${about}/${happenedOn}`} and state <> 'dismissed')
      or (subject_kind <> ${BY_HAND} and account_id = ${accountId} and state = 'raised'))
    order by raised_at desc limit 1`.execute(tx)
  const [known] = rows
  if (!known) return
  const label = `${rule} ${triggerRules[rule].label}`
  throw refuse('trigger.entered-already', {
    label,
    on: formatDayZh(dayOf(known.at)),
    state: triggerStateLabels[known.state],
  })
}
