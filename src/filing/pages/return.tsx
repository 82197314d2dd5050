import type { Child } from 'hono/jsx'
import { dayOf, formatDayZh, formatMonthDayZh, type Instant, lastDayBefore } from '../../calendar/index.ts'
import { hints } from '../../vocabulary/hints.ts'
import { platforms } from '../../vocabulary/platforms.ts'
import { sentences } from '../../vocabulary/sentences.ts'
import { Alert, CsrfField, Empty, Field, Head } from '../../web/index.ts'
import {
  type Campaign,
  nextReturnState,
  type Return,
  type ReturnKind,
  returnKindLabels,
  returnKinds,
  type Timeliness,
} from '../model.ts'
import { accountWords, type EntryDefect } from '../returns/content.ts'
import type { Scan } from '../returns/hand-in.ts'
import { mayAdd } from '../returns/paper-fields.ts'
import type { KeptEntry } from '../returns/records.ts'
import { LateMark, ReturnMark } from './marks.tsx'

export type ReturnView = {
  csrf: string
  campaign: Campaign
  one: Return
  unitName: string
  timeliness: Timeliness
  entries: readonly KeptEntry[]
  defects: readonly EntryDefect[]
  reporter: { name: string; phone: string }
  scans: readonly Scan[]
  papers: readonly { key: string; title: string }[]
  /** What was to be mended, where it was sent back. */
  found: readonly { id: string; sentence: string }[]
  numbers: readonly string[]
  /** When the unit was last reminded. */
  remindedAt: Instant | null
  may: { fill: boolean; accept: boolean }
  /** A recorded moment in words. */
  minute: (at: Instant) => string
  problem?: string | undefined
  /** The account whose form was saved a moment ago. */
  saved?: string | undefined
  trail: Child
}

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
        <KindCard view={view} />
        {one.kind !== null && one.kind !== 'zero' && <EntriesCard view={view} />}
        {one.kind !== null && <ReporterCard view={view} />}
        {one.kind !== null && <PaperCard view={view} />}
        {trail}
      </div>
    </>
  )
}

/** What was saved, when, and what is missing of it: a form that saves in silence is filled in twice. */
function SavedNote({ entries, defects, saved, minute }: ReturnView) {
  const entry = entries.find(({ accountId }) => accountId === saved)
  if (!entry) return null
  return (
    <Alert tone="pass" title={`已保存：${accountWords(entry.answers)}`}>
      {`保存时间 ${minute(entry.savedAt)}，${fillWords(openOf(defects, entry.accountId))}。`}
    </Alert>
  )
}

const openOf = (defects: readonly EntryDefect[], accountId: string) =>
  defects.filter((defect) => defect.accountId === accountId).length
const fillWords = (open: number) => (open === 0 ? '已填齐' : `还有${open}处未填或有误`)

// What the ledger filled in nobody has saved yet.
const isSaved = ({ added, version }: KeptEntry) => added || version > 1

// Sent back, the day until which it is to be mended takes the place of the campaign's own.
const dueWords = ({ campaign, one: { state, mendUntil } }: ReturnView): string =>
  mendUntil && state !== 'submitted' && state !== 'accepted'
    ? `退回补正，请于${formatDayZh(mendUntil)}前重新报送`
    : `${formatDayZh(lastDayBefore(campaign.filingDue))}前报送`

// 零报告 and 无变化确认 say nothing of single accounts that could be typed.
const typable = (view: ReturnView) => fillable(view) && view.one.kind === 'full'

const fillable = ({ may, one }: ReturnView) => may.fill && nextReturnState[one.state].fill !== undefined

const Hidden = ({ view }: { view: ReturnView }) => (
  <>
    <CsrfField csrf={view.csrf} />
    <input type="hidden" name="version" value={String(view.one.version)} />
  </>
)

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
      <Hidden view={view} />
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

function EntriesCard({ view }: { view: ReturnView }) {
  const { one, entries, defects } = view
  return (
    <section class="card">
      <header>
        <h2>账号</h2>
        <p>{`${entries.length} 个`}</p>
      </header>
      {entries.length === 0 ? (
        <Empty title="还没有账号">台账中没有本单位的账号，请逐个添加。</Empty>
      ) : (
        <table class="cards">
          <thead>
            <tr>
              <th>名称</th>
              <th>平台</th>
              <th>填报情况</th>
              <th>
                <span class="vh">办理</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {entries.map((entry) => {
              const { accountId, added, answers } = entry
              const open = openOf(defects, accountId)
              return (
                <tr>
                  <td>
                    <a href={`/filing/returns/${one.id}/accounts/${accountId}`}>{answers['name'] ?? '（未填名称）'}</a>
                    {added && <small>台账中尚未登记，受理后登记</small>}
                  </td>
                  <td data-l="平台">{platformWord(answers['platform'])}</td>
                  <td data-l="填报情况">
                    {open === 0 ? fillWords(open) : <b class="fl">{fillWords(open)}</b>}
                    {typable(view) && isSaved(entry) && <small>{`${view.minute(entry.savedAt)}保存`}</small>}
                  </td>
                  <td>
                    {typable(view) && (
                      <a class="btn sml" href={`/filing/returns/${one.id}/accounts/${accountId}`}>
                        填写
                      </a>
                    )}
                  </td>
                </tr>
              )
            })}
          </tbody>
        </table>
      )}
      {typable(view) && mayAdd(view.campaign.forms) && (
        <footer>
          <a class="btn" href={`/filing/returns/${one.id}/accounts/new`}>
            添加账号
          </a>
        </footer>
      )}
    </section>
  )
}

const platformWord = (code: string | undefined) =>
  code && code in platforms ? platforms[code as keyof typeof platforms].label : '—'

function ReporterCard({ view }: { view: ReturnView }) {
  const { one, reporter } = view
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
        <p>印在附件2表头</p>
      </header>
      <form class="in" method="post" action={`/filing/returns/${one.id}/reporter`}>
        <Hidden view={view} />
        <div class="row">
          <Field name="name" label="填报人" value={reporter.name} required />
          <Field name="phone" label="联系电话" value={reporter.phone} required />
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

function PaperCard({ view }: { view: ReturnView }) {
  const { one, may, scans, papers, defects } = view
  const next = nextReturnState[one.state]
  const missing = defects.length > 0 || reporterMissing(view)
  return (
    <section class="card">
      <header>
        <h2>打印、签字盖章、报送</h2>
        {one.printNumber > 0 && <p>{`已打印第${one.printNumber}次`}</p>}
      </header>
      <div class="in stackv">
        <Alert tone="pend" title={sentences.signedAndSealed} />
        {may.fill && next.print && (
          <form method="post" action={`/filing/returns/${one.id}/print`}>
            <Hidden view={view} />
            <p class="acts">
              <button class={one.state === 'drafting' ? 'btn pri' : 'btn'} type="submit" disabled={missing}>
                {one.printNumber === 0 ? '生成打印件' : '重新生成打印件'}
              </button>
              {missing && <span class="mut">填齐后才能打印</span>}
            </p>
          </form>
        )}
        {one.printNumber > 0 && (
          <p>
            <a href={`/filing/returns/${one.id}/papers/pdf`}>PDF打印件</a>
            {'　'}
            <a href={`/filing/returns/${one.id}/papers/docx`}>Word打印件</a>
            {`　共${papers.length}份表，页脚有二维码和校验码，签字盖章后扫描。`}
          </p>
        )}
        {scans.length > 0 && (
          <ul class="plain papers">
            {scans.map(({ id, fileName, pages, codes, uploadedAt }) => (
              <li>
                <a href={`/filing/returns/${one.id}/scans/${id}/1`}>{fileName}</a>
                {`　${pages}页　${view.minute(uploadedAt)}上传　${codes.length > 0 ? '已识别二维码' : '未识别到二维码，由受理人核对'}`}
                {may.fill && next.upload && (
                  <form class="inline" method="post" action={`/filing/returns/${one.id}/scans/${id}/remove`}>
                    <Hidden view={view} />
                    <button class="btn txt" type="submit">
                      撤下
                    </button>
                  </form>
                )}
              </li>
            ))}
          </ul>
        )}
        {may.fill && next.upload && one.printNumber > 0 && (
          <form method="post" action={`/filing/returns/${one.id}/scans`} enctype="multipart/form-data">
            <Hidden view={view} />
            <Field
              name="file"
              label="扫描件"
              type="file"
              accept=".pdf,.jpg,.jpeg,.png"
              required
              hint={`${hints.scanFile}照片中的拍摄地点会自动去除。${sentences.nothingSecret}`}
            />
            <p class="acts">
              <button class="btn" type="submit">
                上传扫描件
              </button>
            </p>
          </form>
        )}
        {may.fill && next.submit && (
          <form method="post" action={`/filing/returns/${one.id}/submit`}>
            <Hidden view={view} />
            {scans.length > 0 && <LastLook view={view} />}
            <p class="acts">
              <button class="btn pri" type="submit" disabled={scans.length === 0}>
                报送
              </button>
              {scans.length === 0 && <span class="mut">上传扫描件后才能报送</span>}
            </p>
          </form>
        )}
      </div>
    </section>
  )
}

/** What is about to be handed in; a scan with fewer pages than papers has most likely lost one. */
function LastLook({ view }: { view: ReturnView }) {
  const { one, unitName, papers, scans, entries, reporter } = view
  const pages = scans.reduce((sum, scan) => sum + scan.pages, 0)
  return (
    <>
      <h3>报送前核对</h3>
      <dl class="dl">
        <dt>单位</dt>
        <dd>{unitName}</dd>
        <dt>报送方式</dt>
        <dd>{one.kind ? returnKindLabels[one.kind] : '—'}</dd>
        {one.kind !== 'zero' && (
          <>
            <dt>账号</dt>
            <dd>{`${entries.length}个：${entries.map(({ answers }) => accountWords(answers)).join('；')}`}</dd>
          </>
        )}
        <dt>应交表格</dt>
        <dd>{`${papers.length}份：${papers.map(({ title }) => title).join('；')}`}</dd>
        <dt>扫描件</dt>
        <dd>{`${pages}页`}</dd>
        <dt>填报人</dt>
        <dd>{`${reporter.name}　${reporter.phone}`}</dd>
      </dl>
      {pages < papers.length && (
        <Alert tone="warn" title={`扫描件${pages}页，应交${papers.length}份表`}>
          请核对是否漏扫；每份表都须签字、盖章。
        </Alert>
      )}
    </>
  )
}

const reporterMissing = ({ reporter }: ReturnView) => reporter.name === '' || reporter.phone === ''
