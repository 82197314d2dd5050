import type { Child } from 'hono/jsx'
import { formatDayZh, type Instant } from '../../../calendar/index.ts'
import { placeIn, ScanCard } from '../../../filing/index.ts'
import { Alert, CsrfField, Field, Head } from '../../../web/index.ts'
import { sheetHash } from '../code.ts'
import { type DecisionSheet, nextSheetState, type SheetAction, sheetActionLabels } from '../model.ts'
import { pagesMissing, pagesReceived } from '../pages-received.ts'
import type { SheetScan } from '../queries.ts'
import { sheetColumns } from '../rows.ts'
import { SheetMark } from './marks.tsx'

/** What was sent and refused, and by which form. */
export type RefusedStep = { problem: string; action: SheetAction; typed: Readonly<Record<string, string>> }

type Props = {
  csrf: string
  sheet: DecisionSheet
  scans: readonly SheetScan[]
  /** Which scan and page the address asks for. */
  asked: Readonly<Record<string, string>>
  names: ReadonlyMap<string, string>
  /** A moment in words. */
  minute: (at: Instant) => string
  may: boolean
  hadHand: boolean
  refused?: RefusedStep | undefined
  trail: Child
}

/** One 审定表: the scan beside what was frozen, and the step that comes next. */
export function SheetPage(props: Props) {
  const { sheet, scans, refused, trail } = props
  return (
    <>
      <Head
        crumb={<a href="/cleanup/sheets">审定表签章</a>}
        title={
          <>
            {`第${sheet.number}号审定表`} <SheetMark state={sheet.state} box />
          </>
        }
        note={`${formatDayZh(sheet.asOf)}判定　${sheet.content.rows.length} 项`}
      >
        {sheet.state !== 'withdrawn' && (
          <>
            <a class="btn" href={`/cleanup/sheets/${sheet.id}/paper/pdf`}>
              审定表（PDF）
            </a>
            <a class="btn" href={`/cleanup/sheets/${sheet.id}/paper/docx`}>
              审定表（docx）
            </a>
          </>
        )}
      </Head>
      {refused && <Alert tone="fail" title={refused.problem} />}
      <Told {...props} />
      <div class="stackv">
        {scans.length > 0 ? (
          <div class="cols c2">
            <ScanCard
              scans={scans}
              at={placeIn(scans, props.asked)}
              pictureOf={({ scanId, page }) => `/cleanup/sheets/${sheet.id}/scans/${scanId}/${page}`}
              hrefOf={({ scanId, page }) => `/cleanup/sheets/${sheet.id}?scan=${scanId}&page=${page}`}
            />
            <div class="stackv">
              <Facts {...props} />
              <Confirm {...props} />
            </div>
          </div>
        ) : (
          <Facts {...props} />
        )}
        <Rows {...props} />
        <Upload {...props} />
        <WithReason {...props} action="send-back" hint="缺签字、缺公章、扫描不清或内容不一致的，写明问题。" />
        <WithReason {...props} action="withdraw" hint="作废后，所列事项可以另行制表，或逐项办理。" />
        {trail}
      </div>
    </>
  )
}

function Told({ sheet, scans, names, may, hadHand, minute }: Props) {
  const { state, reason, confirmedAt, confirmedBy, missingPages } = sheet
  if (state === 'signed')
    return (
      <Alert
        tone="pass"
        title={`${names.get(confirmedBy ?? '') ?? ''}于${minute(confirmedAt!)}确认审定人已签字、监管单位公章已加盖，内容与打印件一致。`}
      >
        {missingPages ? `${receivedWords(sheet, scans)}。缺页说明：${missingPages}` : undefined}
      </Alert>
    )
  if (state === 'withdrawn') return <Alert tone="unkn" title={`已作废：${reason ?? ''}`} />
  if (state === 'printed')
    return (
      <Alert
        tone="pend"
        title={reason ? `退回重签：${reason}` : '请打印审定表，由审定人签字、加盖监管单位公章，再上传扫描件。'}
      >
        签章核对前，所列事项不能开始办理。
      </Alert>
    )
  return (
    <Alert
      tone="pend"
      title={
        may && hadHand ? '您经手过本表（制表、上传或审定），签章须由其他人核对' : '请对照扫描件逐项核对签字、公章和内容'
      }
    >
      {pagesMissing(sheet, scans) > 0 && <b>{`${receivedWords(sheet, scans)}，请补充上传。`}</b>}
      签章核对前，所列事项不能开始办理。
      {may && hadHand && '没有未经手的监管员、负责人的，写明理由作废，由审定人另行制表、上传，再由监管员核对。'}
    </Alert>
  )
}

function receivedWords({ printedPages }: DecisionSheet, scans: readonly SheetScan[]): string {
  const { received, repeated } = pagesReceived(scans)
  return `审定表共${printedPages}页，收到${received}页${repeated > 0 ? `（另有${repeated}页重复扫描，不计）` : ''}`
}

const Facts = ({ sheet: { content, madeAt, madeBy, asOf }, names, minute }: Props) => (
  <section class="card">
    <header>
      <h2>打印内容</h2>
      <p>{`校验码 ${sheetHash(content).match(/.{4}/g)?.join(' ') ?? ''}`}</p>
    </header>
    <div class="in">
      <dl class="dl">
        <dt>监管单位</dt>
        <dd>{content.district.officeName}</dd>
        <dt>判定日期</dt>
        <dd>{formatDayZh(asOf)}</dd>
        <dt>事项</dt>
        <dd>{`${content.rows.length} 项`}</dd>
        <dt>制表</dt>
        <dd>{`${names.get(madeBy) ?? ''}　${minute(madeAt)}`}</dd>
      </dl>
    </div>
  </section>
)

const offered = ({ sheet, may }: Props, action: SheetAction) => may && nextSheetState[sheet.state][action] !== undefined
const typedIn = ({ refused }: Props, action: SheetAction) => (refused?.action === action ? refused.typed : {})
const Hidden = ({ csrf, sheet }: Props) => (
  <>
    <CsrfField csrf={csrf} />
    <input type="hidden" name="version" value={String(sheet.version)} />
  </>
)

const seen = [
  ['signed', '审定人已签字'],
  ['sealed', '监管单位公章已加盖'],
  ['matches', '扫描件与打印内容一致，校验码相同'],
] as const

function Confirm(props: Props) {
  if (!offered(props, 'confirm') || props.hadHand) return null
  const typed = typedIn(props, 'confirm')
  return (
    <section class="card">
      <header>
        <h2>{sheetActionLabels.confirm}</h2>
      </header>
      <form class="in" method="post" action={`/cleanup/sheets/${props.sheet.id}/confirm`} data-unsaved>
        <Hidden {...props} />
        <fieldset class="fld">
          <legend class="lab">对照扫描件分别确认</legend>
          <span class="checks">
            {seen.map(([name, label]) => (
              <label>
                <input type="checkbox" name={name} value="yes" checked={typed[name] === 'yes'} />
                {label}
              </label>
            ))}
          </span>
        </fieldset>
        {pagesMissing(props.sheet, props.scans) > 0 && (
          <Field
            name="missingPages"
            label="缺页说明"
            type="textarea"
            rows={2}
            required
            maxlength={500}
            value={typed['missingPages'] ?? ''}
            hint={`${receivedWords(props.sheet, props.scans)}。请先补充上传；其余各页已核对原件，或用docx打印页数不同的，写明核对情况。`}
          />
        )}
        <p class="acts">
          <button class="btn pri" type="submit">
            {sheetActionLabels.confirm}
          </button>
        </p>
      </form>
    </section>
  )
}

// On paper each stands on a line of its own; here they stand one behind the other, and a sentence ends only once.
const inOneLine = (lines: readonly string[]) => lines.map((line) => line.replace(/。$/u, '')).join('；') || '—'

// The number is a column of its own on paper; here the rows stand in a list that a phone can show.
const Rows = ({ sheet: { content } }: Props) => (
  <section class="card">
    <header>
      <h2>所列事项</h2>
    </header>
    <table class="cards">
      <thead>
        <tr>
          {sheetColumns.map(({ title }) => (
            <th>{title}</th>
          ))}
        </tr>
      </thead>
      <tbody>
        {content.rows.map(({ itemId, cells }) => (
          <tr>
            {cells.map((lines, at) =>
              at === 2 ? (
                <td class="t nw">
                  <a href={`/cleanup/${itemId}`}>{lines[0]}</a>
                  <small>{lines.slice(1).join('　')}</small>
                </td>
              ) : (
                <td data-l={sheetColumns[at]?.title}>{inOneLine(lines)}</td>
              ),
            )}
          </tr>
        ))}
      </tbody>
    </table>
  </section>
)

function Upload(props: Props) {
  if (!offered(props, 'upload')) return null
  return (
    <section class="card">
      <header>
        <h2>{props.scans.length > 0 ? '补充上传签字盖章件' : '上传签字盖章件'}</h2>
      </header>
      <form class="in" method="post" action={`/cleanup/sheets/${props.sheet.id}/upload`} enctype="multipart/form-data">
        <Hidden {...props} />
        <Field
          name="file"
          label="扫描件"
          type="file"
          required
          accept=".pdf,.jpg,.jpeg,.png"
          hint="PDF、JPG、PNG，20 MB以内，须包含全部各页。上传人不得核对签章。"
        />
        <p class="acts">
          <button class={props.scans.length > 0 ? 'btn' : 'btn pri'} type="submit">
            上传
          </button>
        </p>
      </form>
    </section>
  )
}

function WithReason(props: Props & { action: 'send-back' | 'withdraw'; hint: string }) {
  const { action, hint, sheet } = props
  if (!offered(props, action) || (action === 'send-back' && props.hadHand)) return null
  return (
    <section class="card">
      <header>
        <h2>{sheetActionLabels[action]}</h2>
      </header>
      <form class="in" method="post" action={`/cleanup/sheets/${sheet.id}/${action}`} data-unsaved data-settles>
        <Hidden {...props} />
        <Field
          name="reason"
          id={`${action}-reason`}
          label="理由"
          required
          maxlength={500}
          value={typedIn(props, action)['reason']}
          hint={hint}
        />
        <p class="acts">
          <button class="btn bad" type="submit">
            {sheetActionLabels[action]}
          </button>
        </p>
      </form>
    </section>
  )
}
