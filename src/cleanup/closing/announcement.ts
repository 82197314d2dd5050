import { type CivilDate, formatDayZh, readPreciseDate } from '../../calendar/index.ts'
import type { AnnouncementKind } from './model.ts'

export type AnnouncementFacts = {
  unit: string
  account: string
  platform: string
  successor: string
  stopsOn: CivilDate | null
  /** The last day of 公告期. */
  noticeUntil: CivilDate | null
  today: CivilDate
}

const BASIS = '《国务院办公厅关于推进政务新媒体健康有序发展的意见》（国办发〔2018〕123号）'
// What is not known yet stands in the text as a gap that an office sees.
const gap = (what: string) => `【${what}】`

/** The words that offices use: basis, account, day, what follows, where to look from now on (closure cases F2). */
export function announcementText(kind: AnnouncementKind, facts: AnnouncementFacts): string {
  const { unit, today } = facts
  return [
    titleOf(kind, facts),
    '',
    `　　${kind === 'pause' ? pauseText(facts) : deregisterText(facts)}`,
    '　　特此公告。',
    '',
    unit,
    formatDayZh(today),
  ].join('\n')
}

const named = ({ account, platform }: AnnouncementFacts) => `“${account}”（${platform}）`

const titleOf = (kind: AnnouncementKind, facts: AnnouncementFacts) =>
  `关于${kind === 'pause' ? '停更' : '注销'}政务新媒体账号${named(facts)}的公告`

const pauseText = (facts: AnnouncementFacts) =>
  `根据${BASIS}要求，我单位政务新媒体账号${named(facts)}将于${
    facts.stopsOn ? formatDayZh(facts.stopsOn) : gap('停更日期')
  }起停止发布信息，并启动关停注销程序。由此给您带来的不便，敬请谅解。后续信息敬请关注${successorOf(facts)}。`

const deregisterText = (facts: AnnouncementFacts) =>
  `根据${BASIS}要求，我单位政务新媒体账号${named(facts)}已于${
    facts.stopsOn ? formatDayZh(facts.stopsOn) : gap('停更日期')
  }起停止发布信息，停更公告已于${
    facts.noticeUntil ? formatDayZh(facts.noticeUntil) : gap('公告期满日期')
  }期满，现按程序予以注销。注销后该账号不再使用，请注意辨别。后续信息敬请关注${successorOf(facts)}。`

const successorOf = ({ successor }: AnnouncementFacts) => {
  const text = successor.trim()
  if (text === '') return gap('承接平台')
  return /[“”"]/.test(text) ? text : `“${text}”`
}

/** A day out of what was typed into the case, where it is one: 2026年7月1日. */
export function dayTyped(text: string): CivilDate | null {
  const read = text.trim() === '' ? undefined : readPreciseDate(text.trim())
  return read && 'day' in read && read.precision === 'day' ? read.day : null
}
