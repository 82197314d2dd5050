import { settingRoutes } from '../../web/index.ts'
import { termKeys, terms, termsOn, termValue } from '../terms.ts'

const saidOf = (value: unknown) => `${String(value)}个工作日`

/** 整改期限: the terms in force, the paper behind each, and since when. */
export const termRoutes = settingRoutes({
  path: '/orders/settings',
  current: '/orders',
  crumb: <a href="/orders">整改</a>,
  title: '整改期限',
  note: '国家没有规定整改期限；以下为建议值，本区可以另定，自施行日期起下达的通知适用，已下达的不变',
  noun: '期限',
  settings: Object.fromEntries(
    termKeys.map((key) => [key, { label: terms[key].label, value: termValue(key), say: saidOf }]),
  ),
  async inForce(db, districtId, today) {
    const now = await termsOn(db, districtId, today)
    return termKeys.map((key) => (
      <>
        <dt>{terms[key].label}</dt>
        <dd>
          {saidOf(now[key].workdays)}
          <p class="mut sm">{`${now[key].source}${now[key].since ? `（${now[key].since} 起）` : ''}`}</p>
        </dd>
      </>
    ))
  },
  byDefault: '按建议值办理。',
  hints: { value: '按工作日填。', source: '写明文件名称和文号。' },
})
