import { type Deps } from '../../src/access/index.ts'
import { civilDate, instant, month } from '../../src/calendar/index.ts'
import { importPosts } from '../../src/collection/index.ts'
import { listFindings } from '../../src/monitoring/findings.ts'
import type { Decision } from '../../src/monitoring/model.ts'
import { closeMonth } from '../../src/monitoring/verbs/close-month.ts'
import { decideFinding } from '../../src/monitoring/verbs/decide-finding.ts'
import { type PatrolInput, recordPatrol } from '../../src/monitoring/verbs/record-patrol.ts'
import { runCheck } from '../../src/monitoring/verbs/run-check.ts'
import { actorOf, districtId, monitoredDistrict } from './monitored-district.ts'

const september = month('2026-09')
const supervisor = actorOf('supervisor')
const reviewer = actorOf('reviewer')

function importSeptember(deps: Deps) {
  const lines = [
    '账号,平台,标题,链接,发布时间',
    '沉默,微博,旧闻,https://example.cn/1,2026-09-10 09:00',
    '活跃,抖音,新闻,https://example.cn/2,2026-09-29',
  ]
  const bytes = new TextEncoder().encode(lines.join('\n'))
  const collectedAt = instant('2026-10-02T01:00:00.000Z')
  return importPosts(deps, supervisor, { districtId, fileName: '九月.csv', bytes, collectedAt })
}

/** A silent account, a lively one, and one that nobody saw. */
export async function checkedDistrict({ byImport = false } = {}) {
  const place = await monitoredDistrict()
  const unit = await place.unit('临湖区水务局')
  const account = (name: string, platform: 'weibo' | 'douyin' | 'kuaishou') => place.account(unit, name, { platform })
  const [silent, lively, unseen] = [
    await account('沉默', 'weibo'),
    await account('活跃', 'douyin'),
    await account('未见', 'kuaishou'),
  ]
  if (byImport) await importSeptember(place.deps)
  else {
    await place.posts(silent, '2026-09-10')
    await place.collected(silent, '2026-09-10', '2026-10-12')
    await place.posts(lively, '2026-09-29')
  }
  const check = () => runCheck(place.deps, supervisor, { districtId, month: september })
  await check()
  const open = async () => (await listFindings(place.deps.db, districtId, { month: september })).findings[0]!
  const decide = async (decision: Decision, reason?: string, who = reviewer, version?: number) => {
    const finding = await open()
    return decideFinding(place.deps, who, {
      districtId,
      findingId: finding.id,
      decision,
      version: version ?? finding.version,
      ...(reason ? { reason } : {}),
    })
  }
  const patrol = (more: Partial<PatrolInput> = {}, who = reviewer) =>
    recordPatrol(place.deps, who, {
      districtId,
      accountId: unseen,
      checkedAt: instant('2026-10-01T02:00:00.000Z'),
      reachable: 'open',
      until: civilDate('2026-09-30'),
      ...more,
    })
  const close = () => closeMonth(place.deps, supervisor, { districtId, month: september })
  return { ...place, silent, lively, unseen, check, open, decide, patrol, close }
}
