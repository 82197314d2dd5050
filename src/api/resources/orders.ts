import { z } from 'zod'
import { orderClassLabels, orderFormLabels, orderStateLabels, toldOrders } from '../../rectification/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import { code, day, dayParam, id, idParam, moment, momentParam } from '../fields.ts'
import { defineOperation, named } from '../operation.ts'
import { afterOf, byId, paged, pageOf, pageQuery } from '../paging.ts'

const state = code('OrderState', orderStateLabels)
const orderClass = code('OrderClass', orderClassLabels)

const order = named(
  'Order',
  '已签发的整改通知',
  z.object({
    id,
    number: z.string().describe('文号'),
    form: code('OrderForm', orderFormLabels),
    class: orderClass,
    state,
    unitId: id,
    unitName: z.string(),
    issuedOn: day,
    stopBy: day.nullable().describe('止住问题的最后一日'),
    stoppedAt: moment.nullable(),
    feedbackBy: day.nullable().describe('反馈整改情况的最后一日'),
    findings: z.array(z.object({ id, accountId: id, accountName: z.string(), label: z.string() })),
    changedAt: moment,
  }),
)

export const orderOperations = [
  defineOperation({
    id: 'listOrders',
    tag: '整改',
    path: '/orders',
    scope: 'orders',
    summary: '已签发的整改通知',
    query: {
      state: state.optional(),
      class: orderClass.optional(),
      unitId: idParam.optional(),
      accountId: idParam.optional().describe('涉及此账号的'),
      issuedSince: dayParam.optional().describe('此日及以后签发的'),
      updatedSince: momentParam.optional().describe('此时刻及以后办理过的'),
      ...pageQuery,
    },
    answer: pageOf(order),
    read: async ({ deps, districtId }, { query: { cursor, limit, ...filter } }) =>
      paged(
        await toldOrders(deps.db, districtId, { ...filter, after: afterOf({ cursor, limit }), limit: limit + 1 }),
        { limit },
        byId,
      ),
  }),
  defineOperation({
    id: 'readOrder',
    tag: '整改',
    path: '/orders/{id}',
    scope: 'orders',
    summary: '一份整改通知',
    params: { id: idParam },
    answer: order,
    async read({ deps, districtId }, { params }) {
      const [found] = await toldOrders(deps.db, districtId, { id: params.id, limit: 1 })
      if (!found) throw refuse('record.not-found', { what: '整改通知' })
      return found
    },
  }),
]
