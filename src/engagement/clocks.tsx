import { z } from 'zod'
import { settingHistory, settingsOn } from '../access/index.ts'
import { type CivilDate, formatDayZh } from '../calendar/index.ts'
import type { Db, Tx } from '../database/index.ts'
import { settingRoutes } from '../web/index.ts'
import { type Clock, errorFormKey, kindLabels, type MessageKind, messageKinds } from './model.ts'
import { defaultClocks } from './rules.ts'

const bases: Readonly<Record<MessageKind, string>> = {
  simple: '通知附件1“政民互动类7日内回复”；1个工作日答复（省、市对网站的要求）未经本区采用，不执行',
  question: '通知附件1“政民互动类7日内回复”，未写工作日，按自然日',
  complaint: '通知附件1“政民互动类7日内回复”，未写工作日，按自然日',
  suggestion: '通知附件1“政民互动类7日内回复”，未写工作日，按自然日',
  help: '通知附件1“政民互动类7日内回复”，未写工作日，按自然日',
  error: '“我为政府网站找错”3个工作日答复〔二手〕',
}

const keyOf = (kind: MessageKind) => `messageClock${kind.charAt(0).toUpperCase()}${kind.slice(1)}`

export const clockWords = ({ days, kind }: Clock): string => (kind === 'working' ? `${days}个工作日` : `${days}日`)

/** `7日`, `3个工作日`, up to 90 of either. */
const clockField = z.string('请填写答复时限。').transform((text, { addIssue }): Clock => {
  const [, count = '', unit = ''] = /^\s*(\d{1,2})\s*(个?\s*工作日|日|天|个?\s*自然日)\s*$/.exec(text) ?? []
  const days = Number(count)
  if (days >= 1 && days <= 90) return { days, kind: unit.endsWith('工作日') ? 'working' : 'natural' }
  addIssue({ code: 'custom', message: '应写作“7日”或者“3个工作日”，1至90。' })
  return z.NEVER
})

const keptKey = 'messageKeptYears'
const KEPT_YEARS = 3

/** `3年`: how long the words of a closed message are kept. */
const keptField = z.string('请填写保存期限。').transform((text, { addIssue }) => {
  const years = Number(/^\s*(\d{1,2})\s*年?\s*$/.exec(text)?.[1])
  if (years >= 1 && years <= 30) return years
  addIssue({ code: 'custom', message: '应写作“3年”，1至30年。' })
  return z.NEVER
})

/** How many years the words of a message are kept after its last step, and on which paper. */
export async function keptYears(
  db: Db | Tx,
  districtId: string,
  day: CivilDate,
): Promise<{ years: number; source: string; since: CivilDate | null }> {
  const set = (await settingsOn(db, districtId, day))[keptKey]
  if (typeof set?.value !== 'number')
    return { years: KEPT_YEARS, source: '本系统建议值〔建议〕，以处理目的所必要的最短时间为准', since: null }
  return { years: set.value, source: set.source, since: set.effectiveFrom }
}

/** `开放`, `不开放`. */
const openField = z.enum(['开放', '不开放'], '应写作“开放”或者“不开放”。').transform((said) => said === '开放')
const openWords = (value: unknown) => (value === true ? '开放' : '不开放')

const stored = z.object({ days: z.number().int().min(1).max(90), kind: z.enum(['natural', 'working']) })

export type ClockInForce = Clock & { source: string; since: CivilDate | null }
/** Which clock a message of a kind has that was asked on a day. */
export type ClockBook = (kind: MessageKind, askedOn: CivilDate) => ClockInForce

/** A district's clocks of every day, read once: a message is timed by what was in force when it was asked. */
export async function clockBook(db: Db | Tx, districtId: string): Promise<ClockBook> {
  const history = await settingHistory(db, districtId)
  return (kind, askedOn) => {
    const set = history.find(({ key, effectiveFrom }) => key === keyOf(kind) && effectiveFrom <= askedOn)
    const read = stored.safeParse(set?.value)
    if (!set || !read.success) return { ...defaultClocks[kind], source: bases[kind], since: null }
    return { ...read.data, source: set.source, since: set.effectiveFrom }
  }
}

/** 答复时限: the clock of each kind, the paper behind it, and the form that sets another from a day on. */
export const clockRoutes = settingRoutes({
  path: '/messages/clocks',
  current: '/messages',
  crumb: <a href="/messages">留言台账</a>,
  title: '留言办理规定',
  note: '按提问之日施行的时限计算，提问当日不计，末日遇法定休假日的顺延；找错网页不登录即可提交，开放后须安排人分派',
  noun: '规定',
  settings: {
    ...Object.fromEntries(
      messageKinds.map((kind) => [
        keyOf(kind),
        { label: kindLabels[kind], value: clockField, say: (value: unknown) => clockWords(stored.parse(value)) },
      ]),
    ),
    [errorFormKey]: { label: '我要找错网页', value: openField, say: openWords },
    [keptKey]: { label: '留言文字保存期限', value: keptField, say: (years) => `${String(years)}年` },
  },
  async inForce(db, districtId, today) {
    const book = await clockBook(db, districtId)
    const isOpen = (await settingsOn(db, districtId, today))[errorFormKey]
    const clocks = messageKinds.map((kind) => {
      const { source, since, ...clock } = book(kind, today)
      return (
        <>
          <dt>{kindLabels[kind]}</dt>
          <dd>{`${clockWords(clock)}。${source}${since ? `（${formatDayZh(since)}起）` : ''}`}</dd>
        </>
      )
    })
    const kept = await keptYears(db, districtId, today)
    return [
      ...clocks,
      <>
        <dt>留言文字保存期限</dt>
        <dd>{`办结后${kept.years}年。${kept.source}${kept.since ? `（${formatDayZh(kept.since)}起）` : ''}`}</dd>
      </>,
      <>
        <dt>我要找错网页</dt>
        <dd>
          {isOpen?.value === true ? (
            <>
              <a href="/report-error">{openWords(true)}</a>
              {`。${isOpen.source}（${formatDayZh(isOpen.effectiveFrom)}起）`}
            </>
          ) : (
            '不开放。本区没有开放，网页不存在'
          )}
        </dd>
      </>,
    ]
  },
  byDefault: '答复时限按通知附件1和国家有关要求执行，不开放网上找错。',
  hints: {
    value: '时限写“7日”“1个工作日”；找错网页写“开放”或者“不开放”；保存期限写“3年”。',
    source: '写明文件名称和文号。',
  },
})
