import type { Child } from 'hono/jsx'
import { namesOfUsers } from '../../access/index.ts'
import { eventsOf, type TrailRow } from '../../trail/index.ts'
import type { WebContext } from '../context.ts'
import { shownMinute } from '../shown-time.ts'
import { actorName, actorsIn } from '../trail-actors.ts'
import { trailLabel } from '../trail-labels.ts'
import { refusedWords } from '../trail-words.ts'

const shown = 30

/**
 * 办理记录: what happened to one thing, the newest first; for the page of that thing. `origin`: said where nothing did; `about`:
 * what an event was about, where the thing is not the whole answer; `beside`: the page tells the steps itself, and this is what it
 * doesn't tell, nothing where there is nothing.
 */
export async function trailPanel(
  c: WebContext,
  subject: { kind: string; id: string },
  origin: Child = '还没有办理记录。',
  about: (event: TrailRow) => string | undefined = () => undefined,
  beside?: { title: string; told: (event: TrailRow) => boolean },
): Promise<Child> {
  const { deps, session } = c.var
  const all = await eventsOf(deps.db, session.districtId, subject, { limit: shown })
  const events = beside ? all.filter((event) => !beside.told(event)) : all
  if (beside && events.length === 0) return null
  const names = await namesOfUsers(deps, session.districtId, actorsIn(events))
  const refusedLine = (event: (typeof events)[number]) => {
    const words = refusedWords(event, c.var.recordWords[subject.kind])
    return words && <span> {words}</span>
  }
  return (
    <section class="card">
      <header>
        <h2>{beside?.title ?? '办理记录'}</h2>
        {events.length > 0 && <p>{all.length === shown ? `最近 ${shown} 条` : `${events.length} 条`}</p>}
      </header>
      <div class="in">
        {events.length === 0 && <p class="mut sm">{origin}</p>}
        <ol class="tl side-tl">
          {events.map((event) => (
            <li>
              <time>{shownMinute(c, event.occurredAt)}</time>
              <b>{trailLabel(event.action)}</b>
              {refusedLine(event)}
              <small> {[about(event), actorName(event, names)].filter(Boolean).join('　')}</small>
            </li>
          ))}
        </ol>
      </div>
    </section>
  )
}
