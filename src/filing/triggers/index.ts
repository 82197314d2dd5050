import { type Actor, type Deps, keepManyWords, permit, refuseMaker } from '../../access/index.ts'
import { sql } from 'kysely'
import type { Instant } from '../../calendar/index.ts'
import type { Tx } from '../../database/index.ts'
import { append, inWatchedTransaction } from '../../trail/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'

export { listTriggers, type TriggerRow } from './list.ts'

/** 责任追究触发 (rulebook (f)): what raises one, how grave, who answers for it. The platform proposes; a person decides. */
export const triggerRules = {
  'F-01': { label: '未备案运营、私自开设', grade: '严重', answers: '第一责任人', clause: '通知三：不按规定私自开设' },
  'F-02': { label: '私自注销', grade: '严重', answers: '第一责任人', clause: '通知三：不按规定私自注销' },
  'F-03': { label: '瞒报漏报', grade: '严重', answers: '第一责任人', clause: '通知三：瞒报漏报' },
  'F-04': { label: '逾期未报送', grade: '一般', answers: '直接责任人', clause: '通知二（一）、二（二）：报送时限' },
  'F-05': { label: '内容不更新', grade: '否决', answers: '直接责任人', clause: '国办秘函〔2019〕19号：内容不更新' },
  'F-06': { label: '留言逾期未回复', grade: '一般', answers: '工作人员、直接责任人', clause: '附件1：7日内予以回复' },
  'F-07': {
    label: '未经审核发布',
    grade: '严重',
    answers: '直接责任人',
    clause: '国办发〔2018〕123号四（二）、通知三：先审后发',
  },
  'F-08': { label: '转载来源不合规', grade: '一般', answers: '工作人员', clause: '国办发〔2018〕123号：稿源单位' },
  'F-09': {
    label: '刊登商业广告或链接',
    grade: '严重',
    answers: '直接责任人',
    clause: '国办发〔2018〕123号：不得刊登商业广告',
  },
  'F-10': {
    label: '严重表述错误',
    grade: '否决',
    answers: '第一责任人、直接责任人',
    clause: '国办秘函〔2019〕19号：安全、泄密等严重问题',
  },
  'F-11': { label: '被上级通报扣分', grade: '严重', answers: '第一责任人', clause: '通知三：被上级通报扣分' },
  'F-12': {
    label: '整改逾期、复查不合格',
    grade: '升级',
    answers: '第一责任人',
    clause: '通知三：管理不到位、工作不力〔建议〕',
  },
  'F-13': { label: '责任人不全', grade: '提示', answers: '单位', clause: '通知三：三级责任人' },
  'F-14': {
    label: '人员离任未交接',
    grade: '安全',
    answers: '直接责任人',
    clause: '国办发〔2018〕123号四（三）：账号密码管理',
  },
  'F-15': {
    label: '强制下载、强制点赞',
    grade: '否决',
    answers: '第一责任人',
    clause: '国办发〔2018〕123号、国办函〔2026〕12号',
  },
  'F-16': { label: '疑似购买粉丝', grade: '线索', answers: '待核实', clause: '国办秘函〔2019〕19号：弄虚作假' },
} as const satisfies Record<string, { label: string; grade: string; answers: string; clause: string }>
export type TriggerRule = keyof typeof triggerRules

export const triggerStateLabels = { raised: '待处理', upheld: '已认定', dismissed: '已排除' } as const
export type TriggerState = keyof typeof triggerStateLabels

export type RaisedTrigger = {
  districtId: string
  rule: TriggerRule
  unitId: string | null
  accountId: string | null
  subject: { kind: string; id: string }
  /**
   * For what may happen to a subject again, such as an account that vanishes: which time this was, and since when an
   * earlier one that was upheld is over. Absent: it happens to a subject once.
   */
  event?: { id: string; earlierOverBy: Instant | null }
  /** Ids, dates, numbers and names of accounts; never personal values. */
  facts: Record<string, unknown>
  /** Free words of a person, which stand with the facts; the trail has their digest (decision 008). */
  said?: Record<string, string>
}

/**
 * Records that a rule of 责任追究 was touched, once an event, in the caller's transaction. Answers the id of the record; of
 * the earlier one where the same event was raised before, still waits, or was upheld and isn't over. What was dismissed
 * speaks of its own event alone. Nothing follows from it until a person decides.
 */
export async function raiseTrigger(tx: Tx, deps: Deps, actor: Actor, raised: RaisedTrigger): Promise<string> {
  const known = await earlier(tx, raised)
  if (known) return known
  const { districtId, rule, unitId, accountId, subject, facts, event, said = {} } = raised
  const id = deps.ids.next()
  const at = deps.wall.now()
  const made = await tx
    .insertInto('accountability_trigger')
    .values({
      district_id: districtId,
      id,
      rule,
      unit_id: unitId,
      account_id: accountId,
      subject_kind: subject.kind,
      subject_id: subject.id,
      event_id: event?.id ?? '',
      facts: JSON.stringify({ ...facts, ...said }),
      raised_by: actor.id,
      raised_at: at,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst()
  // Somebody raised it a moment ago: the insert waited for them, so theirs is there to be read.
  if (!made) return (await earlier(tx, raised)) ?? id
  const kept = await keepManyWords(tx, deps, districtId, Object.values(said))
  const told = Object.fromEntries(Object.keys(said).map((key, place) => [key, kept[place]]))
  await append(tx, deps.ids, {
    districtId,
    actor,
    action: 'trigger.raised',
    subject: { kind: 'trigger', id },
    after: { rule, unitId, accountId, subject, facts: { ...facts, ...told } },
    at,
  })
  return id
}

/** Tells a clue that what it rests on has changed since; who has it open hears that first. What was decided stays decided. */
export async function remarkTrigger(
  tx: Tx,
  deps: Deps,
  actor: Actor,
  { districtId, triggerId, remark }: { districtId: string; triggerId: string; remark: string },
): Promise<void> {
  await sql`
    update accountability_trigger set facts = facts || ${JSON.stringify({ corrected: remark })}::jsonb, version = version + 1
    where district_id = ${districtId} and id = ${triggerId}`.execute(tx)
  await append(tx, deps.ids, {
    districtId,
    actor,
    action: 'trigger.remarked',
    subject: { kind: 'trigger', id: triggerId },
    after: { corrected: remark },
    at: deps.wall.now(),
  })
}

/** Of subjects to which a rule happens once, those that it has not been raised for. */
export async function notRaisedYet(
  tx: Tx,
  { districtId, rule, kind }: { districtId: string; rule: TriggerRule; kind: string },
  ids: readonly string[],
): Promise<Set<string>> {
  const { rows } = await sql<{ id: string }>`
    select s.id from unnest(${[...ids]}::text[]) as s (id)
    where not exists (
      select from accountability_trigger t
      where t.district_id = ${districtId} and t.rule = ${rule} and t.subject_kind = ${kind} and t.subject_id = s.id
    )`.execute(tx)
  return new Set(rows.map(({ id }) => id))
}

async function earlier(tx: Tx, { districtId, rule, subject, event }: RaisedTrigger): Promise<string | undefined> {
  const overBy = event?.earlierOverBy ?? null
  const found = await tx
    .selectFrom('accountability_trigger')
    .select('id')
    .where('district_id', '=', districtId)
    .where('rule', '=', rule)
    .where('subject_kind', '=', subject.kind)
    .where('subject_id', '=', subject.id)
    .where((eb) => {
      const isUpheldStill =
        overBy === null
          ? eb('state', '=', 'upheld')
          : eb.and([eb('state', '=', 'upheld'), eb('raised_at', '>=', overBy)])
      return eb.or([eb('event_id', '=', event?.id ?? ''), eb('state', '=', 'raised'), isUpheldStill])
    })
    .orderBy('raised_at', 'desc')
    .limit(1)
    .executeTakeFirst()
  return found?.id
}

/** An F-01 that a list of found accounts raised for a unit's account of this name and platform, unless a person dismissed it. */
export async function foundBefore(
  tx: Tx,
  { districtId, unitId, account, platform }: { districtId: string; unitId: string; account: string; platform: string },
): Promise<string | undefined> {
  const found = await tx
    .selectFrom('accountability_trigger')
    .select('id')
    .where('district_id', '=', districtId)
    .where('rule', '=', 'F-01')
    .where('subject_kind', '=', 'found-account')
    .where('unit_id', '=', unitId)
    .where('state', '<>', 'dismissed')
    .where(sql<boolean>`facts ->> 'account' = ${account} and facts ->> 'platform' = ${platform}`)
    .orderBy('raised_at', 'desc')
    .limit(1)
    .executeTakeFirst()
  return found?.id
}

export type TriggerDecision = {
  districtId: string
  triggerId: string
  state: 'upheld' | 'dismissed'
  reason: string
  version: number
}

/**
 * A person decides whether a trigger stands. Refuses who raised it (经办与复核分开), a second decision, and one without a
 * reason: `trigger.decision-required`, `trigger.decided-already`, `access.maker-is-checker`.
 */
export async function decideTrigger(deps: Deps, actor: Actor, input: TriggerDecision): Promise<void> {
  const { districtId, triggerId, state } = input
  permit(actor, 'accountability.decide', { districtId })
  const reason = input.reason.trim()
  if (reason === '') throw refuse('trigger.decision-required')
  const subject = { kind: 'trigger', id: triggerId }
  await inWatchedTransaction(deps, { districtId, actor, subject, attempted: state }, async (tx) => {
    const found = await tx
      .selectFrom('accountability_trigger')
      .select(['state', 'version', 'raised_by as raisedBy'])
      .where('district_id', '=', districtId)
      .where('id', '=', triggerId)
      .forUpdate()
      .executeTakeFirst()
    if (!found) throw refuse('record.not-found', { what: '责任追究线索' })
    if (found.state !== 'raised') throw refuse('trigger.decided-already')
    if (found.version !== input.version) throw refuse('record.changed-meanwhile', { what: '责任追究线索' })
    refuseMaker(actor, found.raisedBy)
    const at = deps.wall.now()
    await tx
      .updateTable('accountability_trigger')
      .set({ state, decision: reason, decided_by: actor.id, decided_at: at, version: found.version + 1 })
      .where('district_id', '=', districtId)
      .where('id', '=', triggerId)
      .execute()
    await append(tx, deps.ids, {
      districtId,
      actor,
      action: `trigger.${state}`,
      subject,
      before: { state: found.state },
      // Free words may name people: they stand in the record, the trail has their digest (decision 008).
      after: { state, reasonDigest: deps.vault.digest(reason, Buffer.from(triggerId)) },
      at,
    })
  })
}
