import { classLabels } from '../monitoring/index.ts'
import { type Platform, platforms } from '../vocabulary/platforms.ts'
import { figure } from './figures.ts'
import type { Bound, ReportBlock, ReportFacts } from './model.ts'
import { problemsOf, type ReportProblem } from './problems.ts'
import { day, listed, name, paragraph, shortDay } from './words.ts'

/** 存在的问题: how many, of which weight, and each kind with unit, account and dates. */
export function problemSection(facts: ReportFacts): ReportBlock[] {
  const heading: ReportBlock = { kind: 'heading', level: 1, text: '存在的问题' }
  const found = problemsOf(facts)
  if (found.length === 0) return [heading, paragraph(nothingConfirmed(facts))]
  const kinds = [...Map.groupBy(found, ({ last }) => last.indicator).values()]
  return [
    heading,
    paragraph(
      '经人工复核，本季度确认问题',
      figure(facts, 'findings'),
      '个，其中',
      ...listed(classesOf(found).map((one) => [classLabels[one], figure(facts, `class:${one}`), '个'])),
      '。同一问题持续数月的计为一个；单项否决问题所涉账号判定为不合格，扣分问题不影响合格与否。',
    ),
    ...kinds.flatMap((own) => problemsOfKind(facts, own)),
  ]
}

/** Clues that wait are no clean bill. */
const nothingConfirmed = ({ unreviewed }: ReportFacts) =>
  unreviewed > 0 ? '系统监测线索尚待人工复核，暂无已确认的问题。' : '经人工复核，本季度未确认政务新媒体存在问题。'

const classesOf = (found: readonly ReportProblem[]) => [...new Set(found.map(({ last }) => last.class))]

function problemsOfKind(facts: ReportFacts, own: readonly ReportProblem[]): ReportBlock[] {
  const { label, about, indicator } = own[0]!.last
  return [
    {
      kind: 'heading',
      level: 2,
      text: `${label}（${classesOf(own)
        .map((one) => classLabels[one])
        .join('、')}）`,
    },
    paragraph(
      about === 'unit' ? '涉及单位' : '涉及账号',
      figure(facts, about === 'unit' ? `units-with:${indicator}` : `accounts:${indicator}`),
      '个：',
      ...problemNames(own),
      '。',
    ),
  ]
}

/** Unit, account under the name it bore at the last of the checkpoints, every checkpoint, and the last update that was seen. */
function problemNamed({ last, checkpoints }: ReportProblem): Bound[] {
  const { about, unitName, accountName, platform, lastUpdateOn, checkpoint, particulars } = last
  const account = about === 'unit' ? [] : [name(quoted({ name: accountName, platform }))]
  const points = listed(checkpoints.map((point) => [shortDay(point)]))
  const sameYear = lastUpdateOn?.slice(0, 4) === checkpoint.slice(0, 4)
  const ofAccount = about === 'account' && lastUpdateOn !== null
  const seen: Bound[] = ofAccount ? ['，最后更新日期', sameYear ? shortDay(lastUpdateOn) : day(lastUpdateOn)] : []
  const exactly: Bound[] = particulars ? ['，', name(particulars)] : []
  return [name(unitName), ...account, '，监测时间点', ...points, ...seen, ...exactly]
}

/** Problems with what each is about, one after the other; empty where there are none. */
export const problemNames = (problems: readonly ReportProblem[]): Bound[] => listed(problems.map(problemNamed), '；')

/** 点名: the unqualified accounts with their units; empty where there are none. */
export const unqualifiedNames = ({ accounts }: Pick<ReportFacts, 'accounts'>): Bound[] =>
  listed(
    accounts
      .filter(({ verdict }) => verdict === 'unqualified')
      .map((account) => [name(account.unitName), name(quoted(account))]),
  )

const quoted = ({ name: own, platform }: { name: string; platform: Platform }) =>
  `“${own}”（${platforms[platform].label}）`
