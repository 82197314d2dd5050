import { hints } from '../../vocabulary/hints.ts'
import { sentences } from '../../vocabulary/sentences.ts'
import { Alert, Field } from '../../web/index.ts'
import { nextReturnState, returnKindLabels } from '../model.ts'
import { accountWords } from '../returns/content.ts'
import { type ReturnView } from './return-view.tsx'
import { Hidden } from './versioned-form.tsx'

/** 打印、签字盖章、报送, with a last look at how many pages there should be. */
export function PaperCard({ view }: { view: ReturnView }) {
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
            <Hidden {...view} />
            <p class="acts">
              <button class={one.state === 'drafting' ? 'btn pri' : 'btn'} type="submit" disabled={missing}>
                {one.printNumber === 0 ? '生成打印件' : '重新生成打印件'}
              </button>
              {missing && <span class="mut">填齐后才能打印</span>}
            </p>
          </form>
        )}
        {one.printNumber > 0 && may.take && (
          <p>
            <a href={`/filing/returns/${one.id}/papers/pdf`}>PDF打印件</a>
            {'　'}
            <a href={`/filing/returns/${one.id}/papers/docx`}>Word打印件</a>
            {`　共${papers.length}份表，页脚有二维码和校验码，签字盖章后扫描。下载人和时间印在页脚，并留痕。`}
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
                    <Hidden {...view} />
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
