import { hints } from '../../vocabulary/hints.ts'
import { sentences } from '../../vocabulary/sentences.ts'
import { Alert, Field } from '../../web/index.ts'
import { bearsPaperCode } from '../forms/index.ts'
import { isPrintInForce, nextReturnState, type Return, returnActionLabels, returnKindLabels } from '../model.ts'
import { accountWords } from '../returns/content.ts'
import { missingPapers, openPages, pagesWith, type ScannedPages } from '../returns/scanned-pages.ts'
import type { AsideScan, Scan } from '../returns/scans.ts'
import { type ReturnView } from './return-view.tsx'
import { Hidden } from './versioned-form.tsx'

/** 打印、签字盖章、报送, with a last look at how many pages there should be. */
export function PaperCard({ view }: { view: ReturnView }) {
  const { one, may, scans, papers, defects, sentBack } = view
  const next = nextReturnState[one.state]
  const missing = defects.length > 0 || reporterMissing(view)
  const mayBring = may.fill && next.upload !== undefined && one.printNumber > 0 && !wasAccepted(one)
  const lost = missingPapers(view.scanned)
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
            <Hidden {...view} />
            <p class="acts">
              <button class={one.state === 'drafting' ? 'btn pri' : 'btn'} type="submit" disabled={missing}>
                {one.printNumber === 0 ? '生成打印件' : '重新生成打印件'}
              </button>
              {missing && <span class="mut">{missingWords(view)}</span>}
            </p>
          </form>
        )}
        {isStale(one) && (
          <Alert tone="warn" title={`内容已改动，第${one.printNumber}次打印件作废，请重新生成打印件`}>
            已签字盖章的旧表不能再用，新打印件须重新签字盖章。
          </Alert>
        )}
        {one.printNumber > 0 && !isStale(one) && may.take && (
          <p class="papers">
            <a href={`/filing/returns/${one.id}/papers/pdf`}>PDF打印件</a>
            {'　'}
            <a href={`/filing/returns/${one.id}/papers/docx`}>Word打印件</a>
            {`　共${papers.length}份表，页脚有二维码和校验码，签字盖章后扫描。下载人和时间印在页脚，并留痕。`}
            {may.fill && isPrintInForce(one) && '再改动账号、填报人或报送方式的，打印件作废，须重新打印、签字盖章。'}
          </p>
        )}
        {sentBack.length > 0 && <SetApart view={view} title="退回前的扫描件，不再计入" scans={sentBack} />}
        {scans.length > 0 && isStale(one) && <SetApart view={view} title="作废打印件的扫描件" scans={scans} />}
        {view.aside.length > 0 && <SetApart view={view} title="已撤下的扫描件，留存备查" scans={view.aside} />}
        {scans.length > 0 && !isStale(one) && (
          <ul class="plain papers">
            {scans.map((scan) => (
              <li>
                <a href={`/filing/returns/${one.id}/scans/${scan.id}/1`}>{scan.fileName}</a>
                {`　${scan.pages}页　${view.minute(scan.uploadedAt)}上传　${carriedBy(view, scan)}`}
                {may.fill && next['put-aside'] && <PutAside view={view} scanId={scan.id} />}
              </li>
            ))}
          </ul>
        )}
        {one.state === 'returned' && may.fill && <AfterSendingBack {...view} />}
        {mayBring && (
          <form method="post" action={`/filing/returns/${one.id}/scans`} enctype="multipart/form-data">
            <Hidden {...view} />
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
            <Hidden {...view} />
            {scans.length > 0 && <LastLook view={view} />}
            <p class="acts">
              <button class="btn pri" type="submit" disabled={scans.length === 0 || lost.length > 0}>
                报送
              </button>
              {scans.length === 0 && <span class="mut">上传扫描件后才能报送</span>}
              {scans.length > 0 && lost.length > 0 && <span class="mut">补充上传后才能报送</span>}
            </p>
          </form>
        )}
      </div>
    </section>
  )
}

// Filled in anew after it was printed: what was printed says something else.
const isStale = ({ state, printNumber }: Return) => state === 'drafting' && printNumber > 0
const wasAccepted = ({ acceptedPrint, printNumber }: Return) => acceptedPrint !== null && printNumber <= acceptedPrint

const AfterSendingBack = ({ one }: ReturnView) => (
  <p class="mut">
    {wasAccepted(one)
      ? '受理后退回的，请改正后重新生成打印件，签字盖章、上传扫描件后报送。'
      : '改正后请重新上传全部各表的扫描件，上传后才能报送；表中内容有改动的，先重新生成打印件。'}
  </p>
)

function PutAside({ view, scanId }: { view: ReturnView; scanId: string }) {
  const typed = view.puttingAside?.scanId === scanId ? view.puttingAside : undefined
  return (
    <details open={typed !== undefined}>
      <summary>传错了，撤下另传</summary>
      <form method="post" action={`/filing/returns/${view.one.id}/scans/${scanId}/put-aside`}>
        <Hidden {...view} />
        <Field
          id={`reason-${scanId}`}
          name="reason"
          label="撤下理由"
          required
          maxlength={500}
          value={typed?.reason}
          hint="撤下的扫描件不删除，留存备查。"
        />
        <p class="acts">
          <button class="btn" type="submit">
            {returnActionLabels['put-aside']}
          </button>
        </p>
      </form>
    </details>
  )
}

type Apart = { view: ReturnView; title: string; scans: readonly (Scan & Partial<Pick<AsideScan, 'reason'>>)[] }

const SetApart = ({ view, title, scans }: Apart) => (
  <details>
    <summary>{`${title}（${scans.length}份）`}</summary>
    <ul class="plain papers">
      {scans.map(({ id, fileName, pages, uploadedAt, reason }) => (
        <li>
          <a href={`/filing/returns/${view.one.id}/scans/${id}/1`}>{fileName}</a>
          {`　${pages}页　${view.minute(uploadedAt)}上传${reason ? `　撤下理由：${reason}` : ''}`}
        </li>
      ))}
    </ul>
  </details>
)

// Which papers a file carries; what has no code is compared by eye.
function carriedBy({ papers, scanned }: ReturnView, { id, codes }: Scan): string {
  const on = new Set(scanned.pages.filter(({ scanId }) => scanId === id).flatMap(({ papers: keys }) => keys))
  const titles = papers.filter(({ key }) => on.has(key)).map(({ title }) => title)
  if (titles.length > 0) return `已识别二维码：${titles.join('、')}`
  return bearsPaperCode(codes) ? '已识别二维码' : '未识别到二维码，由受理人核对'
}

/** What is about to be handed in: which page carries which paper, and which paper is on none. */
function LastLook({ view }: { view: ReturnView }) {
  const { one, unitName, papers, scans, scanned, entries, reporter } = view
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
        <dd>{`${papers.length}份`}</dd>
        <dt>扫描件</dt>
        <dd>
          {`${pages}页`}
          <ul class="plain">
            {papers.map(({ key, title }) => (
              <li>{`${title}：${pagesWith(scanned, key) || unreadWords(scanned, key)}`}</li>
            ))}
          </ul>
        </dd>
        <dt>填报人</dt>
        <dd>{`${reporter.name}　${reporter.phone}`}</dd>
      </dl>
      <Unread {...scanned} />
      {missingPapers(scanned).length === 0 && pages < papers.length && (
        <Alert tone="warn" title={`扫描件${pages}页，应交${papers.length}份表`}>
          请核对是否漏扫；每份表都须签字、盖章。
        </Alert>
      )}
    </>
  )
}

function unreadWords(scanned: ScannedPages, key: string): string {
  if (!scanned.unread.some((paper) => paper.key === key)) return '已识别二维码'
  return missingPapers(scanned).length > 0 ? '没有扫描件' : '没有识别到二维码'
}

function Unread(scanned: ScannedPages) {
  const titles = scanned.unread.map(({ title }) => title).join('；')
  if (titles === '') return null
  if (missingPapers(scanned).length > 0)
    return (
      <Alert tone="fail" title={`没有扫描件：${titles}`}>
        已上传的各页均为其他表格，请补充上传。
      </Alert>
    )
  const open = openPages(scanned).map(({ label }) => label)
  return (
    <Alert tone="warn" title={`没有识别到二维码：${titles}`}>
      {`请核对${open.join('、')}中有没有；没有的，请补充上传，否则将被退回补正。`}
    </Alert>
  )
}

const missingWords = (view: ReturnView) => (view.defects.length > 0 ? '填齐后才能打印' : '保存填报人后才能打印')
const reporterMissing = ({ reporter }: ReturnView) => reporter.name === '' || reporter.phone === ''
