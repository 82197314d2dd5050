import { settingRoutes } from '../../web/index.ts'
import { stepLabels, stepNames } from '../schedule.ts'
import { sayShare, shareKey, sharesOn, shareValue, SUGGESTED } from '../terms.ts'

/** 倒排时限: which share of the time each step gets, the paper behind it, and since when. */
export const shareRoutes = settingRoutes({
  path: '/superiors/settings',
  current: '/superiors',
  crumb: <a href="/superiors">上级交办</a>,
  title: '倒排时限',
  note: '上级只定报送的时限；各环节按以下份数倒排，最多小时以外的时间归单位反馈。自施行日期起收到的交办适用，已登记的不变',
  noun: '份数',
  settings: Object.fromEntries(
    stepNames.map((step) => [shareKey(step), { label: stepLabels[step], value: shareValue(step), say: sayShare }]),
  ),
  async inForce(db, districtId, today) {
    const now = await sharesOn(db, districtId, today)
    return stepNames.map((step) => (
      <>
        <dt>{stepLabels[step]}</dt>
        <dd>
          {`${sayShare(now[step])}${step === 'answer' ? '，其他环节以外的时间都归单位' : ''}`}
          <p class="mut sm">{`${now[step].source}${now[step].since ? `（${now[step].since} 起）` : ''}`}</p>
        </dd>
      </>
    ))
  },
  byDefault: `按建议值办理：${SUGGESTED}。`,
  hints: {
    value: '写作“20”，或者“20，最多24小时”。份数是各环节之间的比例，不必合计为100。',
    source: '写明文件名称和文号，或者领导意见。',
  },
})
