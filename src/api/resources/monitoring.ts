import { z } from 'zod'
import {
  classLabels,
  type FindingState,
  findingStateLabels,
  toldFindings,
  toldMonth,
  toldMonths,
  toldVerdicts,
} from '../../monitoring/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import { code, day, id, idParam, moment, momentParam, monthField, monthParam, platformField } from '../fields.ts'
import { defineOperation, named, type Reader } from '../operation.ts'
import { afterOf, byId, paged, pageOf, pageQuery } from '../paging.ts'
import { scopeLabels } from '../tokens/model.ts'

const verdictCode = code('Verdict', {
  qualified: '合格',
  unqualified: '不合格：有单项否决问题经人工复核确认',
  pending: '待复核：有单项否决线索尚未经人工复核，不能当作不合格',
  unknown: '暂不判定：没有采集到数据，不能当作不合格，也不能当作没有更新',
})

const verdict = named(
  'AccountVerdict',
  '一个账号当月经人工复核后的结论',
  z.object({
    accountId: id,
    accountName: z.string().describe('判定时的名称'),
    platform: platformField,
    unitId: id,
    unitName: z.string().describe('判定时的主办单位'),
    verdict: verdictCode,
    warned: z.boolean().describe('预警：接近不更新的期限，不影响结论'),
    silentDays: z.int().nullable().describe('至监测时间点未更新的天数；null 为没有数据，或者经人工复核排除'),
  }),
)

const monthHead = {
  month: monthField,
  checkpoint: day.describe('监测时间点：此日24:00'),
  checkedAt: moment,
  closed: z.boolean().describe('当月已办结，结论不再变动'),
}
const checkedMonth = named('CheckedMonth', '开展过监测的一个月', z.object(monthHead))
const wholeMonth = named(
  'MonthTotals',
  '一个月经人工复核后的合计',
  z.object({
    ...monthHead,
    totals: z.object({
      registered: z.int().describe('应检账号数'),
      qualified: z.int().describe('合格'),
      unqualified: z.int().describe('不合格'),
      pending: z.int().describe('待复核，与不合格分列'),
      unknown: z.int().describe('暂不判定，与不合格分列'),
      warned: z.int().describe('合格中预警的'),
    }),
  }),
)

const verdicts = named(
  'MonthVerdicts',
  '',
  z.object({
    ...monthHead,
    data: z.array(verdict),
    next: z.string().nullable().describe('下一页的 cursor；null 表示没有下一页'),
  }),
)

const classField = code('IndicatorClass', classLabels)
const findingState = code('FindingState', findingStateLabels)

const finding = named(
  'Finding',
  '监测发现的问题',
  z.object({
    id,
    month: monthField,
    checkpoint: day,
    accountId: id,
    accountName: z.string().describe('判定时的名称'),
    platform: platformField,
    unitId: id,
    unitName: z.string(),
    indicator: z.string().describe('指标编号'),
    label: z.string(),
    class: classField,
    clause: z.string().describe('依据'),
    sentence: z.string().describe('事实，与报告中所印一致'),
    state: findingState,
    partOf: id.nullable().describe('拆分前的线索'),
    mergedInto: id.nullable().describe('并入的线索'),
    decidedAt: moment.nullable(),
    changedAt: moment,
  }),
)

// What no person has looked at accuses nobody: only who was given the right to it reads it at all.
function statesFor({ scopes }: Reader, asked: FindingState | undefined): FindingState[] {
  const state = asked ?? 'confirmed'
  if (state !== 'confirmed' && !scopes.includes('candidates'))
    throw refuse('api.scope-missing', { scope: scopeLabels.candidates })
  return [state]
}

export const monitoringOperations = [
  defineOperation({
    id: 'listMonths',
    tag: '月度监测',
    path: '/months',
    scope: 'verdicts',
    summary: '开展过监测的月份',
    description: '由早到晚，一次全部列出。',
    answer: z.object({ data: z.array(checkedMonth) }),
    read: async ({ deps, districtId }) => ({ data: await toldMonths(deps.db, districtId) }),
  }),
  defineOperation({
    id: 'readMonth',
    tag: '月度监测',
    path: '/months/{month}',
    scope: 'verdicts',
    summary: '一个月的合计',
    description: '以最近一次监测为准，与各账号的结论相加一致。',
    params: { month: monthParam },
    answer: wholeMonth,
    async read({ deps, districtId }, { params: { month } }) {
      const found = await toldMonth(deps.db, districtId, month)
      if (!found) throw refuse('api.not-checked', { month })
      return found
    },
  }),
  defineOperation({
    id: 'listVerdicts',
    tag: '月度监测',
    path: '/months/{month}/verdicts',
    scope: 'verdicts',
    summary: '一个月的监测结论',
    description: '以最近一次监测为准。暂不判定、待复核不计入不合格。',
    params: { month: monthParam },
    query: {
      verdict: verdictCode.optional(),
      platform: platformField.optional(),
      unitId: idParam.optional(),
      accountId: idParam.optional(),
      ...pageQuery,
    },
    answer: verdicts,
    async read({ deps, districtId }, { params: { month }, query: { cursor, limit, ...filter } }) {
      const after = afterOf({ cursor, limit })
      const found = await toldVerdicts(deps.db, districtId, { month, ...filter, after, limit: limit + 1 })
      if (!found) throw refuse('api.not-checked', { month })
      const { verdicts: rows, ...head } = found
      return { ...head, ...paged(rows, { limit }, ({ accountId }) => accountId) }
    },
  }),
  defineOperation({
    id: 'listFindings',
    tag: '月度监测',
    path: '/findings',
    scope: 'findings',
    summary: '监测发现的问题',
    description: '默认只含经人工复核确认的。读取其他状态的，令牌须有“未经复核确认的线索”权限。',
    query: {
      state: findingState.optional().describe('默认 confirmed'),
      month: monthParam.optional(),
      indicator: z
        .string()
        .regex(/^[\w.-]{1,40}$/, '应为指标编号，如 N-NM-02a')
        .optional()
        .describe('指标编号，如 N-NM-02a'),
      class: classField.optional(),
      platform: platformField.optional(),
      unitId: idParam.optional(),
      accountId: idParam.optional(),
      updatedSince: momentParam.optional().describe('此时刻及以后发现或作出决定的'),
      ...pageQuery,
    },
    answer: pageOf(finding),
    async read(reader, { query: { cursor, limit, state, ...filter } }) {
      const states = statesFor(reader, state)
      const after = afterOf({ cursor, limit })
      const asked = { ...filter, states, after, limit: limit + 1 }
      return paged(await toldFindings(reader.deps.db, reader.districtId, asked), { limit }, byId)
    },
  }),
  defineOperation({
    id: 'readFinding',
    tag: '月度监测',
    path: '/findings/{id}',
    scope: 'findings',
    summary: '一个问题',
    params: { id: idParam },
    answer: finding,
    async read({ deps, districtId, scopes }, { params }) {
      const states: FindingState[] = scopes.includes('candidates')
        ? (Object.keys(findingStateLabels) as FindingState[])
        : ['confirmed']
      const [found] = await toldFindings(deps.db, districtId, { id: params.id, states, limit: 1 })
      if (!found) throw refuse('record.not-found', { what: '经复核确认的问题' })
      return found
    },
  }),
]
