import { formatDayZh, formatMinute, formatMonthDayZh, monthZh } from '../calendar/index.ts'
import { receiptsOwed } from '../circulars/index.ts'
import { itemStateLabels, openItemsOf } from '../cleanup/index.ts'
import { noticesOf, openCases } from '../emergency/index.ts'
import { openMessagesOf } from '../engagement/index.ts'
import { openFilingTasks, type OpenTask, type OpenTasks } from '../filing/index.ts'
import { tasksOwed } from '../instructions/index.ts'
import { repostsOwed } from '../publishing/index.ts'
import { listOrders, orderStateLabels } from '../rectification/index.ts'
import { type Platform, platforms } from '../vocabulary/platforms.ts'
import { momentZh, partsOwed } from '../superiors/index.ts'
import { indicatorOf, listFindings } from '../monitoring/index.ts'

const MOST = 50
// A confirmed problem has no end of its own: what was confirmed of the newest months is what one has to know.
const MONTHS = 3

const named = (name: string, platform: Platform) => `${name}（${platforms[platform].label}）`

/** A unit's open work in every room: what passes on when the person who answers for it changes. */
export const openTasks: OpenTasks = async (deps, districtId, unitId) => {
  const { db } = deps
  const filing = await openFilingTasks(deps, districtId, unitId)
  const items = await openItemsOf(db, { districtId, unitId }, MOST)
  const messages = await openMessagesOf(db, { districtId, unitId }, MOST)
  const { findings } = await listFindings(db, districtId, { unitId, states: ['confirmed'] }, 1, MOST)
  const orders = await listOrders(db, { districtId, unitId }, { state: 'open', offset: 0, limit: MOST })
  const superiors = await partsOwed(db, { districtId, unitId }, MOST)
  const instructed = await tasksOwed(db, { districtId, unitId }, MOST)
  const circulars = await receiptsOwed(db, { districtId, unitId }, MOST)
  // Manuscripts are not here: they are nobody's business but their unit's, and these lines are read by the district, too.
  const reposts = await repostsOwed(db, { districtId, unitId }, deps.clock.now())
  const newest = [...new Set(findings.map(({ month }) => month))].slice(0, MONTHS)
  const notices = noticesOf(await openCases(db, districtId, { unitId }))
  return [
    ...notices
      .filter(({ open }) => open)
      .map(({ accountId, accountName, dueAt }): OpenTask => ({
        kind: '风险提示',
        title: accountName,
        note: `${formatMinute(dueAt)} 前处置`,
        href: `/accounts/${accountId}`,
      })),
    ...filing,
    ...superiors.map(({ id, title, schedule }): OpenTask => ({
      kind: '上级交办',
      title,
      note: `${momentZh(schedule.answer)}前反馈`,
      href: `/superiors/${id}`,
    })),
    ...instructed.map(({ instructionId, essentials, dueOn }): OpenTask => ({
      kind: '批示交办',
      title: essentials,
      note: `${formatMonthDayZh(dueOn)}前反馈`,
      href: `/instructions/${instructionId}`,
    })),
    ...circulars.map(({ id, title, dueOn, receivedAt }): OpenTask => ({
      kind: '通报',
      title,
      note: [receivedAt ? '' : '待签收', dueOn ? `${formatDayZh(dueOn)}前反馈` : ''].filter(Boolean).join('，'),
      href: `/circulars/${id}`,
    })),
    ...items.map(({ id, accountName, platform, state }): OpenTask => ({
      kind: '清理整合',
      title: named(accountName, platform),
      note: itemStateLabels[state],
      href: `/cleanup/${id}`,
    })),
    ...messages.map(({ id, accountName, platform, dueOn }): OpenTask => ({
      kind: '待答复留言',
      title: accountName !== null && platform !== null ? named(accountName, platform) : '单位信箱、网上找错',
      note: `${formatMonthDayZh(dueOn)}前答复`,
      href: `/messages/${id}`,
    })),
    ...reposts.map(({ dutyId, title, dueAt }): OpenTask => ({
      kind: '转载任务',
      title,
      note: `${formatMinute(dueAt)} 前转载`,
      href: `/reposts/${dutyId}`,
    })),
    ...orders.rows.map(({ id, number, labels, state }): OpenTask => ({
      kind: '整改',
      title: `${number ?? ''}　${labels.join('、')}`,
      note: orderStateLabels[state],
      href: `/orders/${id}`,
    })),
    ...findings
      .filter(({ month }) => newest.includes(month))
      .map(({ accountId, accountName, platform, month, indicator }): OpenTask => ({
        kind: '经复核确认的问题',
        title: named(accountName, platform),
        note: `${monthZh(month)}，${indicatorOf(indicator).label}`,
        href: `/accounts/${accountId}`,
      })),
  ]
}
