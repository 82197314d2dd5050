import { percentText } from '../../vocabulary/shares.ts'
import { z } from 'zod'
import {
  type CivilDate,
  civilDate,
  formatMinute,
  formatMonthDayZh,
  type Instant,
  type Month,
  month,
} from '../../calendar/index.ts'
import { platforms, type Platform } from '../../vocabulary/platforms.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import { type Mark, shownMinute, type WebContext } from '../../web/index.ts'
import { indicatorOf } from '../indicators/index.ts'
import type { Facts, FindingState } from '../model.ts'
import type { MonthState } from '../page-queries.ts'
import type { ReviewedVerdict } from '../rules.ts'

/** 09-30 23:41 in Shanghai, of what happened here. */
export const shortMinute = (c: WebContext, at: Instant) => shownMinute(c, at).slice(5)
/** 2026-09-30T23:41 in Shanghai, as a datetime-local field wants it. */
export const localMinute = (at: Instant) => formatMinute(at).replace(' ', 'T')

/** 95.2%, or 未知 where nothing was there to count: never 0. */
export const percent = (part: number, whole: number) => {
  const text = percentText(part, whole)
  return text === undefined ? '未知' : `${text}%`
}

export const verdictMarks: Readonly<Record<ReviewedVerdict, { mark: Mark; word: string }>> = {
  qualified: { mark: 'pass', word: '合格' },
  unqualified: { mark: 'fail', word: '不合格' },
  pending: { mark: 'pend', word: '待复核' },
  unknown: { mark: 'unkn', word: '暂不判定' },
}

export const findingMarks: Readonly<Record<FindingState, { mark: Mark; word: string }>> = {
  candidate: { mark: 'pend', word: '待复核' },
  'needs-evidence': { mark: 'warn', word: '待补证' },
  confirmed: { mark: 'fail', word: '已确认' },
  dismissed: { mark: 'pass', word: '已排除' },
  withdrawn: { mark: 'unkn', word: '已撤销' },
  split: { mark: 'unkn', word: '已拆分' },
  merged: { mark: 'unkn', word: '已并入' },
}

/** Which part of a finding that was split; nothing of a whole one. */
export const partWords = ({ part }: { part: number }) => (part > 0 ? `（第 ${part} 部分）` : '')

export const monthMarks: Readonly<Record<MonthState, Mark>> = {
  'not-started': 'unkn',
  reviewing: 'pend',
  reviewed: 'warn',
  closed: 'pass',
}

export const platformLabel = (platform: Platform) => platforms[platform].label

/** The month of an address, `2026-09`; anything else is no page of ours. */
export function monthParam(text: string | undefined): Month {
  try {
    return month(text ?? '')
  } catch {
    throw refuse('record.not-found', { what: '月份' })
  }
}

/** A day typed into a form. */
export const dayField = (message: string) =>
  z
    .string(message)
    .refine((text) => readDay(text) !== undefined, message)
    .transform((text) => civilDate(text))

export function readDay(text: string): CivilDate | undefined {
  try {
    return civilDate(text)
  } catch {
    return undefined
  }
}

/** What the machine saw, in one line of a list: never empty, so that nobody decides on what isn't told. */
export function factLine(indicator: string, facts: Facts, checkpoint: CivilDate): string {
  if (indicator === 'N-NM-02a') {
    const { lastUpdateOn, silentDays } = facts
    return typeof lastUpdateOn === 'string'
      ? `最后更新 ${formatMonthDayZh(civilDate(lastUpdateOn))}，已 ${String(silentDays)} 天`
      : '未见发布过内容'
  }
  const { seenName, filedName } = facts
  if (indicator === 'N-123-04' && typeof seenName === 'string')
    return `平台显示“${seenName}”，登记为“${String(filedName)}”`
  if (indicator === 'D-JS-01') return '台账登记为未备案'
  // Its sentence says that people confirmed it.
  if (indicator === 'N-NM-03a') return '人工打开账号，没有可用的互动入口'
  const told = indicatorOf(indicator)
  return told.particulars?.(facts) || told.sentence(facts, checkpoint).replace(/。$/u, '')
}
