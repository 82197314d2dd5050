import { type Deps, listDistricts } from '../../access/index.ts'
import { listTokens } from '../../api/index.ts'
import { addDays, type CivilDate, formatDayZh } from '../../calendar/index.ts'
import { authorisationsEnding } from '../../collection/index.ts'
import type { Finding } from './finding.ts'

// Long enough to renew it before, and to miss it behind.
const [AHEAD_DAYS, BEHIND_DAYS] = [14, 30]

/** Tokens of other systems and units' authorisations whose day has come or comes soon. */
export async function expiryFinding({ db, clock }: Pick<Deps, 'db' | 'clock'>): Promise<Finding> {
  const what = '令牌和授权书'
  const today = clock.today()
  const [from, until] = [addDays(today, -BEHIND_DAYS), addDays(today, AHEAD_DAYS)]
  const ends = (day: CivilDate) => (day < today ? `已于 ${formatDayZh(day)} 到期` : `${formatDayZh(day)} 到期`)
  const districts = await listDistricts(db)
  const told = await Promise.all(
    districts.map(async ({ id }) => [
      ...(await listTokens(db, id))
        .filter(({ revokedAt, expiresOn }) => revokedAt === null && expiresOn >= from && expiresOn <= until)
        .map(({ name, expiresOn }) => `令牌“${name}”${ends(expiresOn)}`),
      ...(await authorisationsEnding(db, id, { from, until })).map(
        ({ accountName, validUntil }) => `账号“${accountName}”的采集授权书${ends(validUntil)}`,
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
