import { type Deps, listDistricts } from '../../access/index.ts'
import { listTokens } from '../../api/index.ts'
import { addDays, type CivilDate, dayOf, formatDayZh } from '../../calendar/index.ts'
import { authorisationsEnding } from '../../collection/index.ts'
import type { Finding } from './finding.ts'

// Long enough to renew it before, and to miss it behind.
const [AHEAD_DAYS, BEHIND_DAYS] = [14, 30]

/** Tokens of other systems and units' authorisations whose day has come or comes soon. */
export async function expiryFinding({ db, clock, wall }: Pick<Deps, 'db' | 'clock' | 'wall'>): Promise<Finding> {
  const what = '令牌和授权书'
  // Real time ends a token, the office's day an authorisation.
  const [real, own] = [dayOf(wall.now()), clock.today()]
  const near = (today: CivilDate) => ({ from: addDays(today, -BEHIND_DAYS), until: addDays(today, AHEAD_DAYS) })
  const ends = (day: CivilDate, today: CivilDate) =>
    day < today ? `已于 ${formatDayZh(day)} 到期` : `${formatDayZh(day)} 到期`
  const { from, until } = near(real)
  const districts = await listDistricts(db)
  const told = await Promise.all(
    districts.map(async ({ id }) => [
      ...(await listTokens(db, id))
        .filter(({ revokedAt, expiresOn }) => revokedAt === null && expiresOn >= from && expiresOn <= until)
        .map(({ name, expiresOn }) => `令牌“${name}”${ends(expiresOn, real)}`),
      ...(await authorisationsEnding(db, id, near(own))).map(
        ({ accountName, validUntil }) => `账号“${accountName}”的采集授权书${ends(validUntil, own)}`,
      ),
    ]),
  )
  const all = told.flat()
  return all.length === 0
    ? { level: 'ok', what, detail: `${AHEAD_DAYS} 天内没有到期的` }
    : {
        level: 'advice',
        what,
        detail: `${all.join('；')}。令牌到期的，请在“对外接口”新建后交对方更换；授权书到期的，请单位重新签署、登记，其间不采集`,
      }
}
