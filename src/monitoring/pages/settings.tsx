import { z } from 'zod'
import { type SettingKind, settingRoutes, wholeNumber } from '../../web/index.ts'
import { NATIONAL_DAYS } from '../indicators/silence.ts'
import { type NumberName, numberLabels } from '../indicators/define.ts'
import { thresholdsAt } from '../judging.ts'

const dayCount = wholeNumber(1, 365, '天')
// 19号 is a national single veto: a district may be stricter, never looser.
const silentDays = wholeNumber(
  1,
  NATIONAL_DAYS,
  '天',
  `不超过${NATIONAL_DAYS}天：国办秘函〔2019〕19号规定2周，本区只能从严。`,
)

/** What a district may set otherwise, how it is asked for and how it is said. */
const settings: Readonly<Record<string, SettingKind & { hint: string }>> = {
  maxSilentDays: {
    label: '内容不更新的判定天数',
    hint: '如 10：超过 10 天没有更新判不合格。',
    value: silentDays,
    say: (value: unknown) => `${String(value)} 天`,
  },
  strictFourteen: {
    label: '届满当日是否从严',
    hint: '填“是”：满天数当日即判不合格；填“否”：当日仍合格。',
    value: z.enum(['是', '否'], '请填“是”或“否”。').transform((word) => word === '是'),
    say: (value: unknown) => (value === true ? '是，届满当日即不合格' : '否，届满当日仍合格'),
  },
  warnAtDays: {
    label: '预警天数',
    hint: '用顿号隔开，如 7、10、13。',
    value: z
      .string('请填写天数。')
      .transform((text) => text.split(/[、,，\s]+/).filter(Boolean))
      .pipe(z.array(dayCount).min(1, '至少填一个天数。').max(6, '最多填六个天数。')),
    say: (value: unknown) => (Array.isArray(value) ? `${value.join('、')} 天` : ''),
  },
  ...Object.fromEntries(
    (Object.keys(numberLabels) as NumberName[]).map((name) => [
      name,
      { label: numberLabels[name], hint: '', value: wholeNumber(1, 365, ''), say: (value: unknown) => String(value) },
    ]),
  ),
}

/** 监测口径: the numbers that judge, where they come from, and since when; a district sets its own with a paper behind it. */
export const monitoringSettingRoutes = settingRoutes({
  path: '/settings',
  current: '/settings',
  title: '监测口径',
  note: '调整须有文件依据；自施行日期起的监测时间点适用，已办结的月份不变',
  noun: '口径',
  settings,
  async inForce(db, districtId, today) {
    const now = await thresholdsAt(db, districtId, today)
    return (
      <>
        <dt>判定天数</dt>
        <dd>{`监测时间点前 ${now.maxSilentDays} 天无更新，${now.strictFourteen ? '届满当日即不合格' : '届满当日仍合格'}；节假日不豁免`}</dd>
        <dt>依据</dt>
        <dd>{`${now.silence.source}（${now.silence.effectiveFrom} 起）`}</dd>
        <dt>预警天数</dt>
        <dd>{`${now.warnAtDays.join('、')} 天；预警不是判定`}</dd>
        {(Object.keys(numberLabels) as NumberName[]).map((name) => (
          <>
            <dt>{numberLabels[name]}</dt>
            <dd>
              {now.numbers?.[name]
                ? `${now.numbers[name].value}；${now.numbers[name].source}（${now.numbers[name].effectiveFrom} 起）`
                : '本区没有规定，不判定'}
            </dd>
          </>
        ))}
        <dt>监测指标</dt>
        <dd>
          <a href="/settings/indicators">查看全部指标，启用模板指标</a>
        </dd>
        <dt>先审后发</dt>
        <dd>
          <a href="/settings/manuscripts">稿件审核规则</a>
        </dd>
      </>
    )
  },
  byDefault: '按国家和通知的口径判定。',
  hints: {
    value: Object.values(settings)
      .flatMap(({ label, hint }) => (hint === '' ? [] : `${label}：${hint}`))
      .join(''),
    source: '写明文件名称和文号，印在每条结论旁。',
  },
})
