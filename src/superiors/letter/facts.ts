import { type CivilDate, formatDayZh, type Instant, monthZh } from '../../calendar/index.ts'
import type { Db } from '../../database/index.ts'
import { checkedMonths, monthAccounts, ownAccounts, type ReviewedVerdict } from '../../monitoring/index.ts'
import { listOrders, orderStateLabels } from '../../rectification/index.ts'
import { platforms } from '../../vocabulary/platforms.ts'
import type { Named } from '../model.ts'
import type { KnownFact } from './content.ts'

const MONTHS = 3
const MOST_ORDERS = 20

const verdictWords: Readonly<Record<ReviewedVerdict, string>> = {
  qualified: '合格',
  unqualified: '不合格（经人工复核确认）',
  pending: '待复核，尚无结论',
  unknown: '未采集，不作判定',
}

/**
 * What the system knows of the accounts that an item names, or of all of a unit that it names alone: verdicts of the last
 * checked months as people have reviewed them, the newest update that was seen, orders that are open. Each with its source.
 */
export async function knownFacts(
  db: Db,
  districtId: string,
  named: readonly Named[],
  { today, now }: { today: CivilDate; now: Instant },
): Promise<KnownFact[]> {
  const months = (await checkedMonths(db, districtId)).slice(0, MONTHS).toReversed()
  const facts: KnownFact[] = []
  for (const [unitId, lines] of Map.groupBy(named, (one) => one.unitId)) {
    const unitName = lines[0]!.unitName
    const asked = lines.every(({ accountId }) => accountId !== null)
      ? new Set(lines.map(({ accountId }) => accountId))
      : undefined
    const wanted = (id: string) => asked === undefined || asked.has(id)
    const own = (await ownAccounts(db, districtId, unitId, today)).filter(({ id }) => wanted(id))
    for (const { id, name, platform, lastUpdateOn, seenUntil } of own) {
      const about = `${name}（${platforms[platform].label}）`
      for (const month of months) {
        const [judged] = await monthAccounts(db, districtId, month, { accountIds: [id] })
        if (judged)
          facts.push({
            unitName,
            about,
            text: `${monthZh(month)}监测：${verdictWords[judged.verdict]}`,
            source: `${monthZh(month)}月度监测`,
            asOf: now,
          })
      }
      facts.push({
        unitName,
        about,
        text: lastUpdateOn ? `所见最近一次更新：${formatDayZh(lastUpdateOn)}` : '没有采集到更新，不等于没有更新',
        source: seenUntil ? `采集和巡查，采集至${formatDayZh(seenUntil)}` : '采集和巡查，尚无采集时段',
        asOf: now,
      })
    }
    const { rows } = await listOrders(db, { districtId, unitId }, { state: 'open', offset: 0, limit: MOST_ORDERS })
    const names = new Set(own.map(({ name }) => name))
    for (const order of rows.filter(({ accounts }) => asked === undefined || accounts.some((one) => names.has(one))))
      facts.push({
        unitName,
        about: order.accounts.join('、'),
        text: `整改${order.number ? `（${order.number}）` : ''}：${order.labels.join('、')}，${orderStateLabels[order.state]}${order.feedbackBy ? `，反馈期限${formatDayZh(order.feedbackBy)}` : ''}`,
        source: '整改台账',
        asOf: now,
      })
  }
  return facts
}
