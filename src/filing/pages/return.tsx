import { dayOf, formatDayZh, formatMonthDayZh, lastDayBefore } from '../../calendar/index.ts'
import { sentences } from '../../vocabulary/sentences.ts'
import { Alert, Field, Head } from '../../web/index.ts'
import { type Return, type ReturnKind, returnKindLabels, returnKinds } from '../model.ts'
import { CampaignTerms } from './campaign-terms.tsx'
import { LateMark, ReturnMark } from './marks.tsx'
import { EntriesCard, SavedNote } from './return-entries.tsx'
import { PaperCard } from './return-paper.tsx'
import { fillable, type ReturnView } from './return-view.tsx'
import { Hidden } from './versioned-form.tsx'

const steps = ['填报', '打印', '签字盖章、上传', '报送', '受理'] as const
const stepOf = ({ state }: Return, scanned: boolean): number => {
  if (state === 'accepted') return 5
  if (state === 'submitted') return 4
  if (state === 'awaiting-signature') return scanned ? 3 : 2
  return 0
}

/** A unit's return: five steps, each with what is missing; what was sent back stands above. */
export function ReturnPage(view: ReturnView) {
  const { campaign, one, unitName, timeliness, problem, found, numbers, trail } = view
  const now = stepOf(one, view.scans.length > 0)
  return (
    <>
      <Head
        crumb={<a href={view.may.accept ? `/filing/campaigns/${campaign.id}` : '/filing'}>{campaign.title}</a>}
        title={
          <>
            {unitName} <ReturnMark state={one.state} box />
          </>
        }
        note={
          <>
            {`${dueWords(view)}　`}
            <LateMark timeliness={timeliness} />
            {one.enteredForUnitBy && '　代录'}
          </>
        }
      >
        {view.may.accept && one.state === 'submitted' && (
          <a class="btn pri" href={`/filing/returns/${one.id}/check`}>
            核验、受理
          </a>
        )}
        {view.may.accept && one.state === 'accepted' && (
          <a class="btn" href={`/filing/returns/${one.id}/check`}>
            查看受理情况
          </a>
        )}
      </Head>
      {problem && <Alert tone="fail" title={problem} />}
      <SavedNote {...view} />
      {one.state === 'returned' && found.length > 0 && (
        <Alert
          tone="fail"
          title={sentences.correctionsAtOnce(found.length, one.mendUntil ? formatDayZh(one.mendUntil) : '规定期限')}
        >
          <ol>
            {found.map(({ sentence }) => (
              <li>{sentence}</li>
            ))}
          </ol>
        </Alert>
      )}
      {view.remindedAt && !one.firstSubmittedAt && (
        <Alert tone="warn" title={`${formatMonthDayZh(dayOf(view.remindedAt))}已催报，请抓紧报送`} />
      )}
      {one.state === 'accepted' && (
        <Alert tone="pass" title={`已受理，备案号 ${numbers.join('、')}`}>
          {one.acceptedAt ? `受理时间 ${view.minute(one.acceptedAt)}` : ''}
        </Alert>
      )}
      <ol class="steps" aria-label="报送步骤">
        {steps.map((name, at) => (
          <li class={at < now ? 'done' : at === now ? 'now' : undefined} aria-current={at === now ? 'step' : undefined}>
            <b>{name}</b>
          </li>
        ))}
      </ol>
      <div class="stackv">
        <CampaignTerms campaign={campaign} folded={one.kind !== null} />
        <KindCard view={view} />
        {one.kind !== null && one.kind !== 'zero' && <EntriesCard view={view} />}
        {one.kind !== null && <ReporterCard view={view} />}
        {one.kind !== null && <PaperCard view={view} />}
        {trail}
      </div>
    </>
  )
}

// Sent back, the day until which it is to be mended takes the place of the campaign's own.
const dueWords = ({ campaign, one: { state, mendUntil } }: ReturnView): string =>
  mendUntil && state !== 'submitted' && state !== 'accepted'
    ? `退回补正，请于${formatDayZh(mendUntil)}前重新报送`
    : `${formatDayZh(lastDayBefore(campaign.filingDue))}前报送`

const kindNotes: Readonly<Record<ReturnKind, string>> = {
  full: '每个账号填一份附件1，全单位一份附件2；台账已有的自动填好。',
  zero: '本单位没有政务新媒体。台账中有在运行账号的不能零报告。',
  unchanged: '上次受理以来没有变化，打印一份确认书即可；此前改动而未受理的内容不保留。',
}

function KindCard({ view }: { view: ReturnView }) {
  const { one } = view
  return (
    <section class="card">
      <header>
        <h2>报送方式</h2>
        {one.kind && <p>{returnKindLabels[one.kind]}</p>}
      </header>
      {fillable(view) &&
        (one.kind === null ? (
          <KindForm view={view} />
        ) : (
          <details class="in">
            <summary>更改报送方式</summary>
            <KindForm view={view} />
          </details>
        ))}
    </section>
  )
}

function KindForm({ view }: { view: ReturnView }) {
  const { one } = view
  return (
    <form class="in" method="post" action={`/filing/returns/${one.id}/kind`}>
      <Hidden {...view} />
      <fieldset class="fld">
        <legend class="vh">报送方式</legend>
        {returnKinds.map((kind) => (
          <label class="opt">
            <input type="radio" name="kind" value={kind} checked={one.kind === kind} required />
            <span>
              {returnKindLabels[kind]}
              <small>{kindNotes[kind]}</small>
            </span>
          </label>
        ))}
      </fieldset>
      <p class="acts">
        <button class="btn" type="submit">
          {one.kind === null ? '开始填报' : '更改报送方式'}
        </button>
      </p>
    </form>
  )
}

function ReporterCard({ view }: { view: ReturnView }) {
  const { one, reporter, lastReporter } = view
  const offered = reporter.name === '' && reporter.phone === '' ? lastReporter : undefined
  if (!fillable(view))
    return (
      <section class="card">
        <header>
          <h2>填报人</h2>
          <p>{`${reporter.name}　${reporter.phone}`}</p>
        </header>
      </section>
    )
  return (
    <section class="card">
      <header>
        <h2>填报人</h2>
        <p>{offered ? '已填上次报送的填报人，请核对后保存' : '印在附件2表头'}</p>
      </header>
      <form class="in" method="post" action={`/filing/returns/${one.id}/reporter`}>
        <Hidden {...view} />
        <div class="row">
          <Field name="name" label="填报人" value={offered?.name ?? reporter.name} required />
          <Field name="phone" label="联系电话" value={offered?.phone ?? reporter.phone} required />
        </div>
        <p class="acts">
          <button class="btn" type="submit">
            保存填报人
          </button>
        </p>
      </form>
    </section>
  )
}
