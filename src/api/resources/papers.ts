import { z } from 'zod'
import { toldBulletins } from '../../bulletins/index.ts'
import { dispatchStateLabels, numberText, toldPapers, type ToldPaper, variantLabels } from '../../circulars/index.ts'
import { toldReport, toldReports } from '../../reporting/index.ts'
import { toldScore, yearStateLabels } from '../../scoring/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import {
  code,
  day,
  dayParam,
  id,
  idParam,
  moment,
  monthField,
  monthParam,
  quarterField,
  quarterParam,
  yearParam,
} from '../fields.ts'
import { defineOperation, named } from '../operation.ts'
import { afterOf, byId, paged, pageOf, pageQuery } from '../paging.ts'

const reportHead = {
  id,
  quarter: quarterField,
  version: z.int(),
  state: code('ReportState', { final: '审定', superseded: '已由同季度的后一版取代' }),
  title: z.string(),
  cutOff: day.describe('数据截至'),
  digest: z.string().describe('内容摘要，与核验页一致'),
  createdAt: moment,
}
const report = named('Report', '审定的季度报告', z.object(reportHead))
const wholeReport = named(
  'WholeReport',
  '审定的季度报告及其正文',
  z.object({
    ...reportHead,
    totals: z
      .object({
        registered: z.int().describe('应检账号数'),
        judged: z.int().describe('作出判定的账号数'),
        qualified: z.int(),
        unqualified: z.int(),
        unknown: z.int().describe('暂不判定，与不合格分列'),
      })
      .describe('全季度合计'),
    paragraphs: z.array(
      z.object({
        level: z
          .union([z.literal(1), z.literal(2)])
          .nullable()
          .describe('标题级别；null 为正文'),
        text: z.string(),
      }),
    ),
  }),
)

const score = named(
  'Score',
  '年度监管评分（供绩效考核参考），按单位名称排列，不排名次',
  z.object({
    year: z.int(),
    state: code('ScoreYearState', yearStateLabels),
    asOf: day,
    frozenOn: day.nullable().describe('数据封存日期'),
    scheme: z.object({ name: z.string(), digest: z.string() }),
    units: z.array(
      z.object({
        unitId: id,
        unitName: z.string(),
        points: z.number().nullable().describe('null 为不计分，不等于 0'),
        grade: z.string().nullable(),
        items: z.array(
          z.object({
            item: z.string(),
            label: z.string(),
            full: z.number().nullable().describe('满分；null 为不设满分'),
            points: z.number(),
          }),
        ),
      }),
    ),
  }),
)

const variant = code('PaperVariant', variantLabels)
const paperState = code('PaperState', {
  issued: dispatchStateLabels.issued,
  closed: dispatchStateLabels.closed,
  withdrawn: dispatchStateLabels.withdrawn,
})

const paper = named(
  'Paper',
  '已印发的通报、函等',
  z.object({
    id,
    variant,
    title: z.string(),
    issuer: z.string().describe('发文机关'),
    number: z.string().nullable().describe('发文字号'),
    state: paperState,
    openness: code('Openness', { public: '主动公开', 'on-request': '依申请公开', 'not-public': '不予公开' }),
    signedOn: day.nullable().describe('成文日期'),
    issuedOn: day.describe('印发日期'),
    feedbackBy: day.nullable(),
    correctsId: id.nullable().describe('更正、撤回的文件'),
    units: z.int().describe('主送、抄送的单位数'),
    received: z.int().describe('已签收'),
    asked: z.int().describe('须反馈'),
    answered: z.int().describe('已反馈'),
  }),
)

const bulletin = named(
  'Bulletin',
  '已审定的月度监测简报',
  z.object({
    id,
    month: monthField,
    version: z.int(),
    state: code('BulletinState', { released: '审定', superseded: '已由当月的后一版取代' }),
    title: z.string(),
    digest: z.string(),
    releasedAt: moment,
  }),
)

type Shown = z.input<typeof paper>
function shown({ mark, numberYear: year, numberSerial: serial, state, ...rest }: ToldPaper): Shown {
  const number = mark === null || year === null || serial === null ? null : numberText({ mark, year, serial })
  return { ...rest, title: rest.title.replaceAll(/\s+/g, ''), number, state: state as Shown['state'] }
}

export const paperOperations = [
  defineOperation({
    id: 'listReports',
    tag: '季度报告',
    path: '/reports',
    scope: 'reports',
    summary: '审定的季度报告',
    query: { quarter: quarterParam.optional(), ...pageQuery },
    answer: pageOf(report),
    read: async ({ deps, districtId }, { query: { cursor, limit, ...filter } }) =>
      paged(
        await toldReports(deps.db, districtId, { ...filter, after: afterOf({ cursor, limit }), limit: limit + 1 }),
        { limit },
        byId,
      ),
  }),
  defineOperation({
    id: 'readReport',
    tag: '季度报告',
    path: '/reports/{id}',
    scope: 'reports',
    summary: '一份季度报告及其正文',
    description: '草稿和送审稿不能读取。',
    params: { id: idParam },
    answer: wholeReport,
    async read({ deps, districtId }, { params }) {
      const found = await toldReport(deps.db, districtId, params.id)
      if (!found) throw refuse('record.not-found', { what: '审定的季度报告' })
      return found
    },
  }),
  defineOperation({
    id: 'readScore',
    tag: '年度评分',
    path: '/scores/{year}',
    dated: true,
    scope: 'scores',
    summary: '一年的评分结果',
    description: '结果告知单位以后才能读取。',
    params: { year: yearParam },
    answer: score,
    async read({ deps, districtId }, { params: { year } }) {
      const found = await toldScore(deps, districtId, year)
      if (!found) throw refuse('api.not-published', { year })
      return found
    },
  }),
  defineOperation({
    id: 'listCirculars',
    tag: '通报和简报',
    path: '/circulars',
    scope: 'papers',
    summary: '已印发的通报、函等',
    query: {
      variant: variant.optional(),
      state: paperState.optional(),
      issuedSince: dayParam.optional().describe('此日及以后印发的'),
      ...pageQuery,
    },
    answer: pageOf(paper),
    async read({ deps, districtId }, { query: { cursor, limit, ...filter } }) {
      const asked = { ...filter, after: afterOf({ cursor, limit }), limit: limit + 1 }
      return paged((await toldPapers(deps.db, districtId, asked)).map(shown), { limit }, byId)
    },
  }),
  defineOperation({
    id: 'readCircular',
    tag: '通报和简报',
    path: '/circulars/{id}',
    scope: 'papers',
    summary: '一份已印发的文件',
    params: { id: idParam },
    answer: paper,
    async read({ deps, districtId }, { params }) {
      const [found] = await toldPapers(deps.db, districtId, { id: params.id, limit: 1 })
      if (!found) throw refuse('record.not-found', { what: '已印发的文件' })
      return shown(found)
    },
  }),
  defineOperation({
    id: 'listBulletins',
    tag: '通报和简报',
    path: '/bulletins',
    scope: 'papers',
    summary: '已审定的月度监测简报',
    query: { month: monthParam.optional(), ...pageQuery },
    answer: pageOf(bulletin),
    read: async ({ deps, districtId }, { query: { cursor, limit, ...filter } }) =>
      paged(
        await toldBulletins(deps.db, districtId, { ...filter, after: afterOf({ cursor, limit }), limit: limit + 1 }),
        { limit },
        byId,
      ),
  }),
]
