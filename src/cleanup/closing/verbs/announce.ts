import type { Actor, Deps } from '../../../access/index.ts'
import { type CivilDate, type Deadline, formatDayZh } from '../../../calendar/index.ts'
import type { Tx } from '../../../database/index.ts'
import { saveFile } from '../../../files/index.ts'
import { platforms } from '../../../vocabulary/platforms.ts'
import { refuse } from '../../../vocabulary/refusals/index.ts'
import { actOnClosing, type ClosingInput } from '../act.ts'
import { announcementText, dayTyped } from '../announcement.ts'
import { type AnnouncementKind, announcementLabels, type ClosingFile } from '../model.ts'
import { approvedOn, leadingCase, published } from '../rules.ts'
import { closingDays } from '../settings.ts'

const LONGEST = 2_000

/** The announcement as it stands: what was edited, else what the template makes of the case. */
export function announcementNow(
  file: ClosingFile,
  kind: AnnouncementKind,
  notice: Deadline | undefined,
  today: CivilDate,
): { body: string; stopsOn: CivilDate | null } {
  const saved = file.announcements.find((one) => one.kind === kind)
  const lead = leadingCase(file)
  const pause = file.announcements.find((one) => one.kind === 'pause')
  const stopsOn = pause?.stopsOn ?? (lead ? dayTyped(lead.stopsOn) : null)
  if (saved) return { body: saved.body, stopsOn }
  const { closing } = file
  const body = announcementText(kind, {
    unit: closing.unitName,
    account: closing.accountName,
    platform: platforms[closing.platform].label,
    successor: lead?.successor ?? '',
    stopsOn,
    noticeUntil: notice?.day ?? null,
    today,
  })
  return { body, stopsOn }
}

/** Keeps an edited text; every version stands in the trail. Refuses `closing.text-required`, `closing.published-already`. */
export async function draftAnnouncement(
  deps: Deps,
  actor: Actor,
  input: ClosingInput & { kind: AnnouncementKind; body: string },
) {
  const body = input.body.replaceAll('\r\n', '\n').trim()
  return actOnClosing(deps, actor, input, 'draft', async (tx, file) => {
    if (body === '' || body.length > LONGEST) throw refuse('closing.text-required', { most: LONGEST })
    refusePublished(file, input.kind)
    await keep(tx, deps, actor, input, { body })
    return { told: { kind: input.kind, body } }
  })
}

export type Publication = ClosingInput & {
  kind: AnnouncementKind
  on: CivilDate
  stopsOn?: CivilDate
  link?: string
  screenshot?: { name: string; bytes: Uint8Array }
}

/**
 * What was published where on which day, with proof; the text is kept as it was then. The first one opens 公告期, counted by
 * the number in force that day. Refuses `closing.not-approved`, `closing.published-in-future`,
 * `closing.publication-unproven`, `closing.stop-day-required`, `closing.text-has-gaps`, `closing.published-already`.
 */
export async function publishAnnouncement(deps: Deps, actor: Actor, input: Publication) {
  const { districtId, kind, on } = input
  const action = kind === 'pause' ? 'publish' : 'publish-final'
  return actOnClosing(deps, actor, input, action, async (tx, file, notice) => {
    refusePublished(file, kind)
    if (approvedOn(file) === null) throw refuse('closing.not-approved')
    const now = announcementNow(file, kind, notice, deps.clock.today())
    checkPublication(deps, input, now)
    const { screenshot, link, stopsOn } = input
    const shot =
      screenshot &&
      (await saveFile(tx, deps, { districtId, ...screenshot, actor, accept: ['png', 'jpg', 'webp', 'pdf'] }))
    await keep(tx, deps, actor, input, {
      body: now.body,
      stops_on: kind === 'pause' ? (stopsOn ?? null) : null,
      published_on: on,
      link: link ?? null,
      screenshot_file_id: shot?.id ?? null,
      published_by: actor.id,
    })
    const told = {
      kind,
      on,
      link: link ?? null,
      stopsOn: stopsOn ?? null,
      body: now.body,
      ...(shot && { screenshot: shot.sha256 }),
    }
    if (kind !== 'pause') return { told }
    const { value, source } = (await closingDays(tx, districtId, on)).closureNoticeWorkdays
    return { set: { notice_workdays: value, notice_source: source }, told: { ...told, workdays: value } }
  })
}

function checkPublication(
  deps: Deps,
  { kind, on, stopsOn, link, screenshot }: Publication,
  { body }: { body: string },
) {
  if (on > deps.clock.today()) throw refuse('closing.published-in-future', { day: formatDayZh(on) })
  if (link !== undefined && !/^https?:\/\/\S+$/i.test(link)) throw refuse('case.url-required')
  if (link === undefined && !screenshot) throw refuse('closing.publication-unproven')
  if (kind === 'pause' && stopsOn === undefined) throw refuse('closing.stop-day-required')
  const gaps = body.match(/【[^】]*】/g)
  if (gaps) throw refuse('closing.text-has-gaps', { gaps: gaps.join('、') })
}

function refusePublished({ announcements }: ClosingFile, kind: AnnouncementKind): void {
  if (published(announcements, kind)) throw refuse('closing.published-already', { what: announcementLabels[kind] })
}

async function keep(
  tx: Tx,
  deps: Deps,
  actor: Actor,
  { districtId, closingId, kind }: ClosingInput & { kind: AnnouncementKind },
  set: { body: string } & Record<string, unknown>,
): Promise<void> {
  const row = { ...set, edited_by: actor.id, edited_at: deps.wall.now() }
  await tx
    .insertInto('closing_announcement')
    .values({ district_id: districtId, closing_id: closingId, kind, ...row })
    .onConflict((conflict) => conflict.columns(['district_id', 'closing_id', 'kind']).doUpdateSet(row))
    .execute()
}
