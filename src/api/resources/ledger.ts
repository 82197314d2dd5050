import { z } from 'zod'
import {
  dispositionLabels,
  filingStateLabels,
  operatingStatusLabels,
  purposeLabels,
  runningStateLabels,
  toldAccounts,
  toldUnits,
  unitStateLabels,
} from '../../registry/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import { code, day, id, idParam, moment, momentParam, platformField, unitKindField } from '../fields.ts'
import { defineOperation, named } from '../operation.ts'
import { afterOf, byId, paged, pageOf, pageQuery } from '../paging.ts'

const namePart = z.string().min(1, '不能为空').max(80, '不超过80字').optional()
const unitState = code('UnitState', unitStateLabels)
const runningState = code('RunningState', runningStateLabels)
const filingState = code('FilingState', filingStateLabels)
const disposition = code('Disposition', dispositionLabels)

const unit = named(
  'Unit',
  '主办单位',
  z.object({
    id,
    code: z.string().describe('主办单位代码'),
    name: z.string(),
    shortName: z.string().nullable(),
    kind: unitKindField,
    state: unitState,
    parentId: id.nullable(),
    mergedIntoId: id.nullable().describe('并入的单位'),
    accounts: z.int().describe('未注销的账号数'),
    updatedAt: moment,
  }),
)

const account = named(
  'Account',
  '政务新媒体账号，不含任何人员信息',
  z.object({
    id,
    name: z.string(),
    platform: platformField,
    unitId: id,
    unitName: z.string(),
    purpose: code('Purpose', purposeLabels).nullable().describe('主办单位自报的用途'),
    profileUrl: z.string().nullable(),
    runningState,
    operatingStatus: code('OperatingStatus', operatingStatusLabels).nullable().describe('附件2填报的运营状态'),
    filingState,
    disposition: disposition.nullable().describe('清理整合的处理意见'),
    openedOn: day.nullable(),
    openedPrecision: z.enum(['year', 'month', 'day']).nullable().describe('开设日期精确到年、月或日'),
    ceasedOn: day.nullable().describe('注销后从平台消失的日期'),
    followers: z.int().nullable().describe('null 为未登记，不等于 0'),
    followersOn: day.nullable(),
    updatedAt: moment,
  }),
)

export const ledgerOperations = [
  defineOperation({
    id: 'listUnits',
    tag: '台账',
    path: '/units',
    scope: 'ledger',
    summary: '主办单位',
    query: {
      state: unitState.optional(),
      kind: unitKindField.optional(),
      code: z.string().min(1, '不能为空').max(40, '不超过40字').optional().describe('主办单位代码，须完全一致'),
      name: namePart.describe('名称或简称中的几个字'),
      updatedSince: momentParam.optional().describe('此时刻及以后有变动的'),
      ...pageQuery,
    },
    answer: pageOf(unit),
    read: async ({ deps, districtId }, { query: { cursor, limit, ...filter } }) =>
      paged(
        await toldUnits(deps.db, districtId, { ...filter, after: afterOf({ cursor, limit }), limit: limit + 1 }),
        { limit },
        byId,
      ),
  }),
  defineOperation({
    id: 'readUnit',
    tag: '台账',
    path: '/units/{id}',
    scope: 'ledger',
    summary: '一个主办单位',
    params: { id: idParam },
    answer: unit,
    async read({ deps, districtId }, { params }) {
      const [found] = await toldUnits(deps.db, districtId, { id: params.id, limit: 1 })
      if (!found) throw refuse('record.not-found', { what: '主办单位' })
      return found
    },
  }),
  defineOperation({
    id: 'listAccounts',
    tag: '台账',
    path: '/accounts',
    scope: 'ledger',
    summary: '账号',
    query: {
      platform: platformField.optional(),
      unitId: idParam.optional(),
      runningState: runningState.optional(),
      filingState: filingState.optional(),
      disposition: disposition.optional(),
      name: namePart.describe('名称中的几个字'),
      updatedSince: momentParam.optional().describe('此时刻及以后有变动的'),
      ...pageQuery,
    },
    answer: pageOf(account),
    read: async ({ deps, districtId }, { query: { cursor, limit, ...filter } }) =>
      paged(
        await toldAccounts(deps.db, districtId, { ...filter, after: afterOf({ cursor, limit }), limit: limit + 1 }),
        { limit },
        byId,
      ),
  }),
  defineOperation({
    id: 'readAccount',
    tag: '台账',
    path: '/accounts/{id}',
    scope: 'ledger',
    summary: '一个账号',
    params: { id: idParam },
    answer: account,
    async read({ deps, districtId }, { params }) {
      const [found] = await toldAccounts(deps.db, districtId, { id: params.id, limit: 1 })
      if (!found) throw refuse('record.not-found', { what: '账号' })
      return found
    },
  }),
]
