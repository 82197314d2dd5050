import type { Mark } from '../../web/index.ts'
import { Status } from '../../web/index.ts'
import type { UnitScore } from '../rules.ts'
import type { Scheme } from '../scheme.ts'

/** 95.5分, or why there are none. */
export const pointsWords = ({ points, why }: Pick<UnitScore, 'points' | 'why'>): string =>
  points === null ? (why ?? '不评分') : `${points}分`

export const GradeMark = ({ score, box }: { score: UnitScore; box?: boolean }) => {
  const mark: Mark = score.passed === null ? 'unkn' : score.passed ? 'pass' : 'fail'
  return <Status mark={mark} word={score.grade ?? '未评分'} box={box ?? false} />
}

/** What a scheme says beside its items, in the office's sentences. */
export function schemeWords(scheme: Scheme): string[] {
  const { veto, bonus, unitFrom, rounding, gates } = scheme
  const vetoed = {
    unqualified: '列为单项否决的，不合格，不再评分',
    'unit-points': `任一账号单项否决的，单位记${veto.points}分`,
    'account-points': `单项否决的账号记${veto.points}分`,
  }[veto.effect]
  const cap = bonus.cap === null ? '不设上限' : `最多加${bonus.cap}分`
  return [
    vetoed,
    `不低于${gates.pass}分为合格`,
    bonus.rules.length === 0 ? '不设加分' : `${bonus.gate === null ? '' : `超过${bonus.gate}分的，`}加分${cap}`,
    unitFrom.how === 'mean'
      ? '单位得分为名下账号得分的平均分'
      : `单位得分为主账号${unitFrom.main}%、其余账号平均${100 - unitFrom.main}%`,
    '没有账号的单位只考单位项目，折算为满分',
    `保留${rounding.digits}位小数，${rounding.mode === 'round' ? '四舍五入' : '去尾'}`,
  ]
}
