import { sql } from 'kysely'
import { addHours, type Instant } from '../calendar/index.ts'
import type { Db } from '../database/index.ts'

const KEPT_DAYS = 90

/** Destroys the addresses and calendars of people who were disabled, and forgets messages settled 90 days ago. */
export async function tidyUp(db: Db, districtId: string, now: Instant): Promise<void> {
  await sql`
    update notify_person p
    set address = null, address_key = null, feed_digest = null, feed_made_at = null
    from app_user u
    where p.district_id = ${districtId} and u.id = p.user_id and u.disabled_at is not null
      and (p.address is not null or p.feed_digest is not null)`.execute(db)
  await db
    .deleteFrom('notify_message')
    .where('district_id', '=', districtId)
    .where('settled_at', '<', addHours(now, -24 * KEPT_DAYS))
    .execute()
}
