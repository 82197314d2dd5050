import { z } from 'zod'
import { addDays } from '../../calendar/index.ts'
import { Status, settingRoutes } from '../../web/index.ts'
import type { Indicator } from '../indicators/define.ts'
import { indicators } from '../indicators/index.ts'
import { rulesAt } from '../judging.ts'
import { classLabels } from '../model.ts'
import { type Precision, precisionSince } from '../review-quality.ts'
import { percent } from './words.ts'
import { adoptionKey, forceOf, ruleSetName } from '../rule-sets/rule-set.ts'

// By a number of its own an indicator is adopted in 监测口径; the others are switched on here.
const adoptable = indicators.filter((one) => forceOf(one) !== 'in-force')

const settings = Object.fromEntries(
  adoptable.map((one) => [
    adoptionKey(one.id),
    {
      label: `${one.label}（${one.id}${forceOf(one) === 'draft' ? '，须核对原文' : ''}）`,
      value: z.enum(['启用', '不启用'], '请填“启用”或“不启用”。').transform((word) => word === '启用'),
      say: (value: unknown) => (value === true ? '启用' : '不启用'),
    },
  ]),
)

/** 监测指标: every indicator with its clause, how surely it is known, whether it judges here; drafts and templates are adopted here. */
export const indicatorListRoutes = settingRoutes({
  path: '/settings/indicators',
  current: '/settings',
  crumb: <a href="/settings">监测口径</a>,
  title: '监测指标',
  note: '凭记忆或转载片段得来的指标，须由人核对原文并写明依据后启用；模板和上级指标由本区自行选用',
  noun: '指标',
  settings,
  async inForce(db, districtId, today) {
    const { ruleSet, indicators: judging } = await rulesAt(db, districtId, today)
    const precision = await precisionSince(db, districtId, addDays(today, -365))
    const active = new Set(judging.map(({ id }) => id))
    return (
      <>
        <dt>规则</dt>
        <dd>{`${ruleSetName(ruleSet)}，${ruleSet.effectiveFrom} 起；共 ${indicators.length} 项，本区使用 ${active.size} 项`}</dd>
        {indicators.map((one) => (
          <>
            <dt>{one.label}</dt>
            <dd>
              <Status mark={active.has(one.id) ? 'pass' : 'unkn'} word={stateWord(one, active.has(one.id))} />
              <small class="mut">{`　${one.id}　${classLabels[one.class]}　${methods[one.method]}　${certaintyOf(one)}`}</small>
              <br />
              <span class="sm">{one.clause}</span>
              {precision.has(one.id) && (
                <>
                  <br />
                  <span class="sm">{precisionWords(precision.get(one.id)!)}</span>
                </>
              )}
            </dd>
          </>
        ))}
      </>
    )
  },
  byDefault: '按规则默认使用的指标监测。',
  hints: { value: '填“启用”或“不启用”。', source: '写明核对过的原文或本区文件的名称和文号。' },
})

const methods = { system: '系统', human: '人工', 'system-and-human': '系统发现、人工复核' } as const

const certaintyOf = ({ basis: [first] }: Indicator) => `依据〔${first?.certainty ?? ''}〕`

const precisionWords = ({ confirmed, decided }: Precision) =>
  `近一年复核 ${decided} 条，确认 ${confirmed} 条（${percent(confirmed, decided)}）；多数被排除的，应核对数值和数据来源`

function stateWord(indicator: Indicator, active: boolean): string {
  if (active) return '使用'
  return { 'in-force': '未设数值，不使用', draft: '待核对原文', optional: '可选用' }[forceOf(indicator)]
}
