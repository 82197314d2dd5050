import { z } from 'zod'
import { refuse } from '../vocabulary/refusals/index.ts'
import { compare, points, sum } from './fraction.ts'
import { type EventKind, eventKinds } from './model.ts'

/** 评分方案 as data. Nothing about points stands in the program: what a district locks is what it is scored by. */

const amount = z.number('应填数字。').min(0, '不能小于0。').max(1000, '不超过1000。').multipleOf(0.01, '最多两位小数。')

const match = z.strictObject({
  kind: z.enum(Object.keys(eventKinds) as [EventKind, ...EventKind[]]),
  /** None: every event of this kind. */
  codes: z.array(z.string().min(1)).optional(),
})
export type Match = z.infer<typeof match>

const rule = z.strictObject({
  label: z.string().min(1),
  match: z.array(match).min(1),
  points: amount,
  /** event: each event; count: each place it tells of; account: once an account; year: once. */
  per: z.enum(['event', 'count', 'account', 'year']),
  /** 每期封顶. */
  capPerMonth: amount.optional(),
  cap: amount.optional(),
})
export type SchemeRule = z.infer<typeof rule>

const item = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]+$/u),
  label: z.string().min(1),
  points: amount,
  /** unit: the unit as a whole; account: each of its accounts. */
  level: z.enum(['unit', 'account']),
  /** service: where an account has no 办事 entry the item does not apply. */
  onlyWith: z.enum(['service']).optional(),
  /** Items that take the points over, in equal parts; none: the whole is scaled up (75 × 4/3). */
  spreadTo: z.array(z.string()).optional(),
  rules: z.array(rule),
})
export type SchemeItem = z.infer<typeof item>

const schemeShape = z.strictObject({
  name: z.string().trim().min(1, '请填写方案名称。'),
  basis: z.string().trim().min(1, '请填写依据文件。'),
  /** 满分 before bonus. */
  base: amount,
  veto: z.strictObject({
    match: z.array(match),
    /** unqualified: no points at all; points: this many, for the unit or for the account alone. */
    effect: z.enum(['unqualified', 'unit-points', 'account-points']),
    points: amount,
  }),
  items: z.array(item),
  /** 上级通报另扣, outside the items. */
  extra: z.array(rule),
  bonus: z.strictObject({ cap: amount.nullable(), gate: amount.nullable(), rules: z.array(rule) }),
  gates: z.strictObject({ pass: amount }),
  grades: z.array(z.strictObject({ least: amount, label: z.string().min(1) })).min(1),
  unitFrom: z.discriminatedUnion('how', [
    z.strictObject({ how: z.literal('mean') }),
    z.strictObject({ how: z.literal('main'), main: z.number().int().min(1).max(99) }),
  ]),
  rounding: z.strictObject({
    digits: z.union([z.literal(0), z.literal(1), z.literal(2)]),
    mode: z.enum(['round', 'truncate']),
  }),
  /** Equal points, where places are asked for: 1, 1, 3 or 1, 1, 2. */
  ties: z.enum(['shared', 'dense']),
})
export type Scheme = z.infer<typeof schemeShape>

/** 粉丝数, 阅读量, 点赞量, 转发量 and what goes by other names for them. 转载 (reposting what has to be) is none. */
const forbidden =
  /粉丝|关注(?:数|量|度|人数)|订阅(?:数|量)|阅读(?:数|量|次数)?|浏览(?:数|量)|点击(?:数|量|率)|播放(?:数|量)|点赞|集赞|转发|在看|投票|打卡|签到|积分|在线时长|安装(?:数|量|率)|使用率|下载(?:数|量)|follow|\breads?\b|\blikes?\b|\bshares?\b|\bviews?\b/iu
export const forbiddenClause =
  '国办函〔2026〕12号不得将点赞量、转发量、网络投票数等作为考核、排名依据；国办发〔2018〕123号不得强制要求群众点赞、转发'

/**
 * Reads a scheme. Refuses `score.scheme-not-valid`, `score.forbidden-measure` (with the clause), `score.points-not-sum`,
 * `score.counted-twice`, `score.spread-unknown`, `score.gates-crossed`.
 */
export function readScheme(value: unknown): Scheme {
  const parsed = schemeShape.safeParse(value)
  if (!parsed.success)
    throw refuse('score.scheme-not-valid', {
      faults: parsed.error.issues
        .slice(0, 5)
        .map(({ path, message }) => `${path.join('.')}：${/[\u4e00-\u9fff]/u.test(message) ? message : '填写有误。'}`)
        .join('；'),
    })
  const scheme = parsed.data
  refuseForbidden(scheme)
  refuseUnsound(scheme)
  return scheme
}

const allRules = ({ items, extra, bonus }: Scheme): SchemeRule[] => [
  ...items.flatMap(({ rules }) => rules),
  ...extra,
  ...bonus.rules,
]

function refuseForbidden(scheme: Scheme): void {
  const said = [...scheme.items.map(({ label }) => label), ...allRules(scheme).map(({ label }) => label)]
  const found = said.find((label) => forbidden.test(label.normalize('NFKC')))
  if (found !== undefined) throw refuse('score.forbidden-measure', { found, clause: forbiddenClause })
}

const meet = (a: Match, b: Match): boolean =>
  a.kind === b.kind && (!a.codes || !b.codes || a.codes.some((code) => b.codes?.includes(code)))

function refuseUnsound(scheme: Scheme): void {
  const { items, base } = scheme
  const total = sum(items.map((one) => points(one.points)))
  if (items.length > 0 && compare(total, points(base)) !== 0)
    throw refuse('score.points-not-sum', { base, total: Number(total.n) / Number(total.d) })
  const ids = [...items.map(({ id }) => id), 'bonus', 'extra', 'veto', 'rounding']
  const twice = ids.find((id, at) => ids.indexOf(id) !== at)
  if (twice !== undefined) throw refuse('score.scheme-not-valid', { faults: `项目编号“${twice}”重复` })
  const over = items.flatMap(({ points: full, rules }) => rules.filter(({ cap = 0 }) => cap > full))[0]
  if (over) throw refuse('score.scheme-not-valid', { faults: `“${over.label}”的封顶高于所在项目的分值` })
  for (const { label, spreadTo = [], onlyWith, level } of items)
    for (const id of spreadTo) {
      const to = items.find((one) => one.id === id)
      if (!to || to.onlyWith !== undefined || to.level !== level || onlyWith === undefined)
        throw refuse('score.spread-unknown', { item: label, to: id })
    }
  const rules = allRules(scheme)
  for (const [at, one] of rules.entries())
    for (const other of rules.slice(at + 1))
      if (one.match.some((a) => other.match.some((b) => meet(a, b))))
        throw refuse('score.counted-twice', { one: one.label, other: other.label })
  if (rules.some(({ match: all }) => all.some(({ kind }) => kind === 'change')))
    throw refuse('score.scheme-not-valid', { faults: '更正不是计分事项' })
  const { bonus, gates, grades } = scheme
  if (bonus.gate !== null && bonus.gate < gates.pass)
    throw refuse('score.gates-crossed', { pass: gates.pass, bonus: bonus.gate })
  if (!grades.every(({ least }, at) => at === 0 || least < grades[at - 1]!.least) || grades.at(-1)!.least !== 0)
    throw refuse('score.scheme-not-valid', { faults: '等次应从高到低排列，最后一档从0分起' })
}
