import { settingsOn } from '../../access/index.ts'
import { settingRoutes, wholeNumber } from '../../web/index.ts'
import { cleanupQuantities, type QuantityKey, quantitiesOf, quantityKeys } from '../quantities.ts'

const saidOf = (key: QuantityKey, value: unknown) => `${String(value)}${cleanupQuantities[key].unit}`

/** 清理口径: how long is 长期, how slow is 慢; the numbers in force, the paper behind each, and since when. */
export const cleanupSettingRoutes = settingRoutes({
  path: '/cleanup/settings',
  current: '/cleanup',
  crumb: <a href="/cleanup">清理整合</a>,
  title: '清理口径',
  note: '文件只写“长期无更新”“更新慢”，没有规定数值；以下为建议值，本区可以另定，自施行日期起的判定适用',
  noun: '口径',
  settings: Object.fromEntries(
    quantityKeys.map((key) => {
      const { label, least, most, unit } = cleanupQuantities[key]
      return [key, { label, value: wholeNumber(least, most, unit), say: (value: unknown) => saidOf(key, value) }]
    }),
  ),
  async inForce(db, districtId, today) {
    const now = quantitiesOf(await settingsOn(db, districtId, today))
    return quantityKeys.map((key) => (
      <>
        <dt>{cleanupQuantities[key].label}</dt>
        <dd>
          {`${saidOf(key, now[key].value)}（${now[key].certainty}）`}
          <p class="mut sm">{`${cleanupQuantities[key].hint}${now[key].source}${now[key].effectiveFrom ? `（${now[key].effectiveFrom} 起）` : ''}。`}</p>
        </dd>
      </>
    ))
  },
  byDefault: '按建议值判定。',
  hints: { value: '按所选口径填天数、次数或人数。', source: '写明文件名称和文号，印在每条建议旁。' },
})
