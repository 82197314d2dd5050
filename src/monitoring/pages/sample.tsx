import { may, namesOfUsers, permit } from '../../access/index.ts'
import { monthZh } from '../../calendar/index.ts'
import {
  Alert,
  CsrfField,
  Empty,
  Field,
  Head,
  refusalOf,
  render,
  shownMinute,
  Status,
  typedValues,
  type WebContext,
  idFrom,
} from '../../web/index.ts'
import { indicatorOf } from '../indicators/index.ts'
import { dismissalSample, type SampledDismissal } from '../review-quality.ts'
import { checkDismissal } from '../verbs/check-dismissal.ts'
import { monthParam } from './words.ts'

type Attempt = { problem: string; findingId: string; note: string }

/** 抽查排除: of a month's dismissed findings those that chance drew, for a second person to look at. */
export async function samplePage(c: WebContext, attempt?: Attempt, status = 200): Promise<Response> {
  const { actor, session, deps } = c.var
  const { districtId } = session
  permit(actor, 'review.read', { districtId })
  const month = monthParam(c.req.param('month'))
  const sample = await dismissalSample(deps.db, districtId, month)
  const people = sample.flatMap(({ decidedBy, check }) => [decidedBy, check?.by ?? ''])
  const names = await namesOfUsers(deps, districtId, people)
  const page = (
    <>
      <Head
        crumb={
          <>
            <a href="/review">人工复核</a> › <a href={`/review?month=${month}&state=dismissed`}>{monthZh(month)}</a>
          </>
        }
        title="抽查排除的线索"
        note="已排除的线索每月随机抽取一成、至少三条，由另一名复核员再看一遍"
      />
      {attempt && <Alert tone="fail" title={attempt.problem} />}
      {sample.length === 0 ? (
        <section class="card">
          <Empty title="本月没有排除的线索">有线索被排除后，抽查的在这里列出。</Empty>
        </section>
      ) : (
        <div class="stackv">
          {sample.map((one) => (
            <Sampled c={c} one={one} names={names} typed={attempt?.findingId === one.findingId ? attempt : undefined} />
          ))}
        </div>
      )}
    </>
  )
  return render(c, page, { title: '抽查排除的线索', current: '/review' }, status)
}

type Props = {
  c: WebContext
  one: SampledDismissal
  names: ReadonlyMap<string, string>
  typed: Attempt | undefined
}

function Sampled({ c, one, names, typed }: Props) {
  const { actor, session } = c.var
  const { check } = one
  const checks = may(actor, 'review.decide', { districtId: session.districtId }) && one.decidedBy !== actor.id
  return (
    <section class="card">
      <header>
        <h2>
          <a href={`/review/${one.findingId}`}>{`${one.accountName}　${indicatorOf(one.indicator).label}`}</a>
        </h2>
        {check ? (
          <Status mark={check.agrees ? 'pass' : 'fail'} word={check.agrees ? '同意排除' : '不同意排除'} />
        ) : (
          <Status mark="pend" word="待抽查" />
        )}
      </header>
      <div class="in stack">
        <p>{`${one.unitName}　${names.get(one.decidedBy) ?? ''} ${shownMinute(c, one.decidedAt)} 排除：${one.reason ?? ''}`}</p>
        {check && (
          <p>{`${names.get(check.by) ?? ''} ${shownMinute(c, check.at)} 抽查${check.note ? `：${check.note}` : ''}`}</p>
        )}
        {!check && !checks && <p class="mut">由排除人以外的复核员抽查。</p>}
        {!check && checks && (
          <form method="post" action={`/months/${c.req.param('month')}/sample/${one.findingId}`}>
            <CsrfField csrf={session.csrf} />
            <Field
              name="note"
              label="说明"
              id={`note-${one.findingId}`}
              value={typed?.note}
              hint="不同意的须写明理由；本月未办结的，线索退回待补证"
            />
            <p class="acts">
              <button class="btn pri" type="submit" name="agrees" value="yes">
                同意排除
              </button>
              <button class="btn" type="submit" name="agrees" value="no">
                不同意
              </button>
            </p>
          </form>
        )}
      </div>
    </section>
  )
}

/** Keeps what the second person says; what was refused comes back with the words. */
export async function sampleChecked(c: WebContext): Promise<Response> {
  const { actor, session, deps } = c.var
  const values = await typedValues(c)
  const month = monthParam(c.req.param('month'))
  const findingId = idFrom(c, '监测线索')
  const note = values['note'] ?? ''
  try {
    await checkDismissal(deps, actor, {
      districtId: session.districtId,
      findingId,
      agrees: values['agrees'] === 'yes',
      note,
    })
  } catch (error) {
    const { message, status } = refusalOf(error)
    return samplePage(c, { problem: message, findingId, note }, status)
  }
  return c.redirect(`/months/${month}/sample`, 303)
}
