import { settingRoutes } from '../../web/index.ts'
import { actHoursKey } from '../model.ts'
import { actHours, actHoursOn, actHoursValue } from '../settings.ts'

const saidOf = (value: unknown) => `${String(value)}小时`

/** 处置时限: the hours in force, the paper behind them, and since when. */
export const actHoursRoutes = settingRoutes({
  path: '/emergency/settings',
  current: '/emergency',
  crumb: <a href="/emergency">应急处置</a>,
  title: '应急处置时限',
  note: '按自然时间计算；自施行日期起登记的事项适用，已登记的不变',
  noun: '时限',
  settings: { [actHoursKey]: { label: actHours.label, value: actHoursValue, say: saidOf } },
  async inForce(db, districtId, today) {
    const { hours, source, since } = await actHoursOn(db, districtId, today)
    return (
      <>
        <dt>{actHours.label}</dt>
        <dd>
          {saidOf(hours)}
          <p class="mut sm">{`${source}${since ? `（${since} 起）` : ''}`}</p>
        </dd>
        <dt>发布权威信息、发布会、回应</dt>
        <dd>
          5小时、24小时、48小时
          <p class="mut sm">国办发〔2016〕61号、80号规定，不能调整。</p>
        </dd>
      </>
    )
  },
  byDefault: '按建议值办理。',
  hints: { value: '按小时填，不超过72小时。', source: '写明文件名称和文号。' },
})
