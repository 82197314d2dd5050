import { z } from 'zod'
import {
  caseKindLabels,
  returnKindLabels,
  returnStateLabels,
  toldCaseLabels,
  toldCases,
  toldReturns,
} from '../../filing/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import { code, day, id, idParam, moment, momentParam, platformField } from '../fields.ts'
import { defineOperation, named } from '../operation.ts'
import { afterOf, byId, paged, pageOf, pageQuery } from '../paging.ts'

const state = code('FilingReturnState', returnStateLabels)

const filing = named(
  'Filing',
  '一个主办单位对一次专项排查的报送，不含填报内容',
  z.object({
    id,
    campaignId: id,
    campaignTitle: z.string().describe('专项排查'),
    filingDue: moment.describe('报送截止：此时刻起为逾期'),
    unitId: id,
    unitName: z.string(),
    kind: code('FilingReturnKind', returnKindLabels).nullable().describe('报送种类；null 为尚未选定'),
    state,
    firstSubmittedAt: moment.nullable().describe('首次报送，是否逾期以此为准'),
    submittedAt: moment.nullable(),
    mendUntil: day.nullable().describe('退回后重新报送的最后一日'),
    acceptedAt: moment.nullable(),
  }),
)

const caseKind = code('FilingCaseKind', caseKindLabels)
const caseState = code('FilingCaseState', toldCaseLabels)

const filingCase = named(
  'FilingCase',
  '一件开设、变更、关停、注销备案，不含填报内容；尚未报送的不列出',
  z.object({
    id,
    kind: caseKind,
    state: caseState,
    unitId: id,
    unitName: z.string(),
    accountId: id.describe('开设的，登记台账后才能用它查到账号'),
    accountName: z.string().describe('开设的，登记台账前为拟用名称'),
    platform: platformField,
    firstSubmittedAt: moment.nullable(),
    submittedAt: moment.nullable().describe('最近一次报送'),
    decidedOn: day.nullable().describe('批准或不予备案的日期'),
    executedOn: day.nullable().describe('在平台办理的日期'),
    daysLate: z.int().nullable().describe('逾期天数；null 为没有时限或者尚未计算'),
    filingNumber: z.string().nullable().describe('备案号'),
    changedAt: moment.describe('最近一次办理'),
  }),
)

export const filingOperations = [
  defineOperation({
    id: 'listFilings',
    tag: '备案报送',
    path: '/filings',
    scope: 'filings',
    summary: '各单位的备案报送',
    query: {
      state: state.optional(),
      unitId: idParam.optional(),
      campaignId: idParam.optional(),
      updatedSince: momentParam.optional().describe('此时刻及以后报送或受理的'),
      ...pageQuery,
    },
    answer: pageOf(filing),
    read: async ({ deps, districtId }, { query: { cursor, limit, ...filter } }) =>
      paged(
        await toldReturns(deps.db, districtId, { ...filter, after: afterOf({ cursor, limit }), limit: limit + 1 }),
        { limit },
        byId,
      ),
  }),
  defineOperation({
    id: 'readFiling',
    tag: '备案报送',
    path: '/filings/{id}',
    scope: 'filings',
    summary: '一个单位的一次报送',
    params: { id: idParam },
    answer: filing,
    async read({ deps, districtId }, { params }) {
      const [found] = await toldReturns(deps.db, districtId, { id: params.id, limit: 1 })
      if (!found) throw refuse('record.not-found', { what: '备案报送' })
      return found
    },
  }),
  defineOperation({
    id: 'listFilingCases',
    tag: '备案报送',
    path: '/filing-cases',
    scope: 'filings',
    summary: '开设、变更、关停、注销备案',
    query: {
      kind: caseKind.optional(),
      state: caseState.optional(),
      unitId: idParam.optional(),
      accountId: idParam.optional(),
      updatedSince: momentParam.optional().describe('此时刻及以后办理过的'),
      ...pageQuery,
    },
    answer: pageOf(filingCase),
    read: async ({ deps, districtId }, { query: { cursor, limit, ...filter } }) =>
      paged(
        await toldCases(deps.db, districtId, { ...filter, after: afterOf({ cursor, limit }), limit: limit + 1 }),
        { limit },
        byId,
      ),
  }),
  defineOperation({
    id: 'readFilingCase',
    tag: '备案报送',
    path: '/filing-cases/{id}',
    scope: 'filings',
    summary: '一件备案',
    params: { id: idParam },
    answer: filingCase,
    async read({ deps, districtId }, { params }) {
      const [found] = await toldCases(deps.db, districtId, { id: params.id, limit: 1 })
      if (!found) throw refuse('record.not-found', { what: '备案事项' })
      return found
    },
  }),
]
