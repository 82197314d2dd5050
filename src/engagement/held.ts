import { sql } from 'kysely'
import { type Deps, openWords } from '../access/index.ts'
import { type CivilDate, civilDate, formatMinute, type Instant } from '../calendar/index.ts'
import type { Tx } from '../database/index.ts'
import { maskNumbers } from '../vocabulary/personal-numbers.ts'
import { bearsSecrecyMark } from '../vocabulary/secrecy-mark.ts'
import { timeWords } from './checks.ts'
import { seenOfAccount, type SeenOnPlatform } from './collected.ts'
import { actionLabels, channelLabels, kindLabels, type MessageRow, stateLabels } from './model.ts'
import { listMessages, type StepRow } from './queries.ts'
import { type GuideElement, guideElements, type ServiceEntry } from './services/model.ts'

/** What is held of an account's messages and service entries, as sheets for a file that outlives the account. */
export type HeldEngagement = {
  sheets: { path: string; rows: (string | null)[][] }[]
  /** Of what was done, for the trail: `message/ID`, `service/ID`. */
  subjects: string[]
  photos: { what: string; fileId: string }[]
}

/** Where the sheets lie. */
export const heldPaths = {
  message: '留言.csv',
  message_collected: '留言.csv',
  message_step: '留言办理.csv',
  message_look: '留言核对.csv',
  service_entry: '办事入口.csv',
  service_look: '办事入口核查.csv',
} as const

type Of = { districtId: string; accountId: string }

/** Words are opened with numbers of people masked; how an asker can be reached is left out, and what was erased says so. */
export async function heldEngagement(tx: Tx, { vault }: Pick<Deps, 'vault'>, of: Of): Promise<HeldEngagement> {
  const messages = await messagesOf(tx, of)
  const seen = await seenOfAccount(tx, of)
  const steps = await stepsOfAccount(tx, of)
  const looks = await looksOfAccount(tx, of)
  const said = await openWords({ db: tx, vault }, of.districtId, [
    ...messages.map(({ wordsId }) => wordsId),
    ...steps.flatMap(({ wordsId }) => wordsId ?? []),
    ...looks.flatMap(({ noteId }) => noteId ?? []),
  ])
  const words = (id: string | null) => {
    if (id === null) return null
    const text = said.get(id)
    if (text === undefined) return '（内容已删除）'
    return bearsSecrecyMark(text) ? '【疑似涉密，未收入】' : maskNumbers(text)
  }
  const stated = await statedOf(tx, of)
  const entries = await entriesOf(tx, of)
  return {
    sheets: [
      {
        path: heldPaths.message,
        rows: [
          [
            '编号',
            '提问时间',
            '类别',
            '渠道',
            '内容',
            '办理单位',
            '状态',
            '答复期限',
            '首次答复时间',
            '采集来源',
            '平台情况',
          ],
          ...messages.map((one) => [
            one.id,
            timeWords({ on: one.askedOn, at: one.askedAt }),
            kindLabels[one.kind],
            channelLabels[one.channel],
            words(one.wordsId),
            one.unitName,
            stateLabels[one.state],
            one.dueOn,
            one.repliedOn && timeWords({ on: one.repliedOn, at: one.repliedAt }),
            seen.get(one.id)?.source ?? null,
            platformWords(seen.get(one.id)),
          ]),
        ],
      },
      {
        path: heldPaths.message_step,
        rows: [
          ['编号', '办理时间', '办理', '由', '至', '答复时间', '内容或者理由', '更正'],
          ...steps.map((one) => [
            one.messageId,
            formatMinute(one.at),
            one.action === 'record' ? '登记' : actionLabels[one.action],
            one.fromUnit,
            one.unit,
            one.repliedOn && timeWords({ on: one.repliedOn, at: one.repliedAt }),
            words(one.wordsId),
            one.changed && JSON.stringify(one.changed),
          ]),
        ],
      },
      {
        path: heldPaths.message_look,
        rows: [
          ['已核对至', '由谁核对', '登记时间', '撤回时间'],
          ...stated.map(({ until, side, at, withdrawn }) => [
            until,
            side === 'office' ? '监管单位' : '主办单位',
            formatMinute(at),
            withdrawn && formatMinute(withdrawn),
          ]),
        ],
      },
      {
        path: heldPaths.service_entry,
        rows: [
          ['编号', '名称', '链接或者菜单路径', '状态'],
          ...entries.map(({ id, name, place, state }) => [id, name, place, state === 'retired' ? '已停用' : '在用']),
        ],
      },
      {
        path: heldPaths.service_look,
        rows: [
          ['入口编号', '核查时间', '能否使用', '指南缺少的要素', '说明', '截图SHA-256'],
          ...looks.map((one) => [
            one.entryId,
            formatMinute(one.lookedAt),
            one.usable ? '能用' : '不能用',
            one.missing.map((element) => guideElements[element]).join('、'),
            words(one.noteId),
            one.sha256,
          ]),
        ],
      },
    ],
    subjects: [
      ...messages.map(({ id }) => `message/${id}`),
      ...stated.map(({ id }) => `message-look/${id}`),
      ...entries.map(({ id }) => `service/${id}`),
    ],
    photos: looks.flatMap(({ photoId, lookedAt }) =>
      photoId ? [{ what: `办事入口核查 ${formatMinute(lookedAt)}`, fileId: photoId }] : [],
    ),
  }
}

const statusWords = { open: '未见答复', replied: '已有答复', gone: '已看不到' } as const
const platformWords = (seen: SeenOnPlatform | undefined) =>
  seen ? `${formatMinute(seen.seenAt)}${statusWords[seen.status]}` : null

async function messagesOf(tx: Tx, { districtId, accountId }: Of): Promise<MessageRow[]> {
  const all = { asOf: civilDate('2100-12-31'), offset: 0, limit: 1_000_000 }
  return (await listMessages(tx, { districtId }, { accountId }, all)).rows
}

async function stepsOfAccount(tx: Tx, { districtId, accountId }: Of): Promise<(StepRow & { messageId: string })[]> {
  const { rows } = await sql<StepRow & { messageId: string }>`
    select s.id, s.message_id as "messageId", s.action, f.name as "fromUnit", u.name as unit, s.replied_on as "repliedOn",
      s.replied_at as "repliedAt", s.words_id as "wordsId", s.changed, s.done_by as by, s.done_at as at
    from message m
    join message_step s on s.district_id = m.district_id and s.message_id = m.id
    left join unit f on f.district_id = s.district_id and f.id = s.from_unit_id
    left join unit u on u.district_id = s.district_id and u.id = s.unit_id
    where m.district_id = ${districtId} and m.account_id = ${accountId}::uuid
    order by s.done_at, s.id`.execute(tx)
  return rows
}

type Stated = { id: string; until: CivilDate; side: 'office' | 'unit'; at: Instant; withdrawn: Instant | null }

async function statedOf(tx: Tx, { districtId, accountId }: Of): Promise<Stated[]> {
  const { rows } = await sql<Stated>`
    select id, until_day as until, side, stated_at as at, withdrawn_at as withdrawn from message_look
    where district_id = ${districtId} and account_id = ${accountId}::uuid order by stated_at, id`.execute(tx)
  return rows
}

async function entriesOf(tx: Tx, { districtId, accountId }: Of): Promise<ServiceEntry[]> {
  const { rows } = await sql<ServiceEntry>`
    select id, account_id as "accountId", name, place, state, version from service_entry
    where district_id = ${districtId} and account_id = ${accountId}::uuid order by created_at, id`.execute(tx)
  return rows
}

type Look = {
  entryId: string
  lookedAt: Instant
  usable: boolean
  missing: GuideElement[]
  noteId: string | null
  photoId: string | null
  sha256: string | null
}

async function looksOfAccount(tx: Tx, { districtId, accountId }: Of): Promise<Look[]> {
  const { rows } = await sql<Look>`
    select l.entry_id as "entryId", l.looked_at as "lookedAt", l.usable, l.missing, l.note_id as "noteId",
      l.photo_id as "photoId", f.sha256
    from service_entry e
    join service_look l on l.district_id = e.district_id and l.entry_id = e.id
    left join stored_file f on f.district_id = l.district_id and f.id = l.photo_id
    where e.district_id = ${districtId} and e.account_id = ${accountId}::uuid
    order by l.looked_at, l.recorded_at, l.id`.execute(tx)
  return rows
}
