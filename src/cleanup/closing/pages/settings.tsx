import { settingRoutes, wholeNumber } from '../../../web/index.ts'
import { type ClosingSetting, closingDays, closingSettingKeys, closingSettings } from '../settings.ts'

const saidOf = (key: ClosingSetting, value: unknown) => `${String(value)}${closingSettings[key].unit}`

/** 公告期和复查间隔: the numbers in force, the paper behind each, and since when. */
export const closingSettingRoutes = settingRoutes({
  path: '/closings/settings',
  current: '/closings',
  crumb: <a href="/closings">关停注销办理</a>,
  title: '公告期和复查间隔',
  note: '调整须有文件依据；自施行日期起发布的公告、核验的注销适用，已发布的不变',
  noun: '期限',
  settings: Object.fromEntries(
    closingSettingKeys.map((key) => {
      const { label, unit } = closingSettings[key]
      return [key, { label, value: wholeNumber(1, 365, unit), say: (value: unknown) => saidOf(key, value) }]
    }),
  ),
  async inForce(db, districtId, today) {
    const now = await closingDays(db, districtId, today)
    return closingSettingKeys.map((key) => (
      <>
        <dt>{closingSettings[key].label}</dt>
        <dd>
          {saidOf(key, now[key].value)}
          <p class="mut sm">{`${now[key].source}${now[key].effectiveFrom ? `（${now[key].effectiveFrom} 起）` : ''}`}</p>
        </dd>
      </>
    ))
  },
  byDefault: '按默认值办理。',
  hints: { value: '公告期按工作日填，复查间隔按自然日填。', source: '写明文件名称和文号。' },
})
