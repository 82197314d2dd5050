import { raw } from 'hono/html'
import type { Child } from 'hono/jsx'
import { formatMinute } from '../../../calendar/index.ts'
import { platforms } from '../../../vocabulary/platforms.ts'
import { Alert, Head, shownMinute, type WebContext } from '../../../web/index.ts'
import { gateLabels } from '../../gates/model.ts'
import type { Desk, Rights } from '../desk.ts'
import { numberWords } from '../model.ts'
import { bylinesOf, bylineWords } from '../papers/bylines.ts'
import { picturesOf, shownHtml } from '../rich-text/pictures.ts'
import { markedHtml } from '../rich-text/plain.ts'
import { urgentClocks } from '../urgent.ts'
import { FindingsCard, placesOf } from './findings.tsx'
import { PublicationCard } from './publication.tsx'
import { ReviewCard } from './rounds.tsx'
import { StepForm } from './step-form.tsx'
import { classWords, ManuscriptMark } from './words.tsx'

type Props = {
  c: WebContext
  desk: Desk
  may: Rights
  problem?: string | undefined
  /** What was typed into the form that was refused. */
  typed: Readonly<Record<string, string>>
  trail: Child
}

/** One manuscript: what it says, how its review stands, where it went out. */
export function ManuscriptPage({ c, desk, may, problem, typed, trail }: Props) {
  const { manuscript, rounds, mine, isOwn } = desk
  const { state, id, number, unitName } = manuscript
  const round = rounds.at(-1)
  const isWorked = state === 'draft' || state === 'returned'
  return (
    <>
      <Head
        crumb={<a href="/manuscripts">稿件审签</a>}
        title={
          <>
            {manuscript.title} <ManuscriptMark manuscript={manuscript} box />
          </>
        }
        note={`${numberWords(number)}　${unitName}　${classWords(manuscript)}${manuscript.plannedAt ? `　计划${formatMinute(manuscript.plannedAt)}发布` : ''}`}
      >
        {isWorked && may.write && (
          <>
            <a class="btn" href={`/manuscripts/${id}/edit`}>
              修改
            </a>
            <a class="btn pri" href={`/manuscripts/${id}/submit`}>
              送审
            </a>
          </>
        )}
        {mine.length > 0 && (
          <a class="btn pri" href={`/manuscripts/${id}/review`}>
            {mine.map(({ name }) => name).join('、')}
          </a>
        )}
      </Head>
      {problem && <Alert tone="fail" title={problem} />}
      {state === 'returned' && <Returned desk={desk} />}
      {isWorked && may.write && <MissingPictures c={c} desk={desk} />}
      {manuscript.urgentSince !== null && (
        <Alert tone="warn" title={`加急：${desk.words.get(manuscript.urgentReasonId ?? '') ?? '已删除'}`}>
          {urgentClocks(manuscript.urgentSince, c.var.deps.clock.now())}审核层级减少，五关一关不少，事后补审。
        </Alert>
      )}
      {manuscript.withdrawnAt !== null && (
        <Alert tone="fail" title={`已于${shownMinute(c, manuscript.withdrawnAt)}撤稿`}>
          {`${desk.names.get(manuscript.withdrawnBy ?? '') ?? ''}：${desk.words.get(manuscript.withdrawalReasonId ?? '') ?? '已删除'}`}
        </Alert>
      )}
      <div class="cols c75">
        <div class="stackv">
          <TextCard desk={desk} />
          {round && isOwn && <FindingsCard round={round} steps={desk.steps} words={desk.words} />}
        </div>
        <div class="stackv">
          <ReviewCard c={c} desk={desk} may={may} />
          {manuscript.approvedRound !== null && <PublicationCard c={c} desk={desk} may={may} typed={typed} />}
          {isOwn && <KeptCard desk={desk} />}
          {isOwn && trail}
        </div>
      </div>
    </>
  )
}

/** The text as it will be read, on paper; `marked`: what the machine found in it is shown in place. */
export function TextCard({ desk, marked }: { desk: Desk; marked?: boolean }) {
  const { manuscript, text, accounts, files, rounds } = desk
  const { id, state } = manuscript
  const findings = marked || state === 'review' || state === 'returned' ? (rounds.at(-1)?.findings ?? []) : []
  const isSame = rounds.at(-1)?.textNumber === text.number
  const html = isSame ? markedHtml(text.body, placesOf(findings)) : text.body
  const attachments = files.filter(({ use }) => use === 'attachment')
  return (
    <article class="doc ms" lang="zh-CN">
      <h2 class="ttl">{text.title}</h2>
      {text.source !== null && (
        <p class="no">
          {`来源：${text.source}`}
          {text.sourceLink && (
            <>
              {'　'}
              <a href={text.sourceLink} rel="noreferrer noopener">
                原文
              </a>
            </>
          )}
        </p>
      )}
      {raw(shownHtml(html, (file) => `/manuscripts/${id}/files/${file}`))}
      {text.plain === '' && <p class="nt mut">正文没有文字。</p>}
      {text.aiLabel !== null && <p class="nt ailabel">{text.aiLabel}</p>}
      <p class="sig">{bylineWords(bylinesOf(desk)).join('　')}</p>
      <footer>
        <p>{`发布账号：${
          text.accountIds.length === 0
            ? '未选择'
            : accounts
                .filter((one) => text.accountIds.includes(one.id))
                .map((one) => `${one.name}（${platforms[one.platform].label}）`)
                .join('、')
        }`}</p>
        {attachments.length > 0 && (
          <p>
            附件：
            {attachments.map(({ fileId, name }) => (
              <a href={`/manuscripts/${id}/files/${fileId}`}>{name}　</a>
            ))}
          </p>
        )}
      </footer>
    </article>
  )
}

/** Gaps of a pasted text, and the button that asks for those whose address is known. */
function MissingPictures({ c, desk: { manuscript, text } }: { c: WebContext; desk: Desk }) {
  const gaps = picturesOf(text.body).filter(({ file }) => file === undefined)
  if (gaps.length === 0) return null
  return (
    <Alert tone="warn" title={`正文有${gaps.length}处图片没有随文粘贴，补齐以前不能送审`}>
      <p>
        {gaps.some(({ alt }) => alt.startsWith('图片未收')) && '没有取到的，原因写在空位里。'}
        可以另存后在编辑页插入，或者删去空位。
      </p>
      {gaps.some(({ remote }) => remote !== '') && (
        <StepForm
          csrf={c.var.session.csrf}
          action={`/manuscripts/${manuscript.id}/fetch-pictures`}
          version={manuscript.version}
          label="按原地址取回图片"
        />
      )}
    </Alert>
  )
}

/** 一次性告知: everything that was said when it was returned. */
function Returned({ desk: { manuscript, steps, words, names } }: { desk: Desk }) {
  const last = Math.max(...steps.map(({ round }) => round))
  const remarks = steps
    .filter(({ round }) => round === last)
    .flatMap((step) => step.gates.filter(({ wordsId }) => wordsId !== null).map((item) => ({ step, item })))
  const failed = remarks.filter(({ item }) => item.outcome === 'fail').length
  return (
    <Alert tone="warn" title={`第${manuscript.round}次送审被退回，共${failed}关不通过，意见一次性列出`}>
      <ul class="plain">
        {remarks
          .toSorted((a, b) => Number(a.item.outcome !== 'fail') - Number(b.item.outcome !== 'fail'))
          .map(({ step, item }) => (
            <li>
              <b>{gateLabels[item.gate]}</b>
              {`${item.outcome === 'fail' ? '不通过' : '通过，附意见'}：${words.get(item.wordsId ?? '') ?? '已删除'}（${step.name}，${names.get(item.signedBy ?? '') ?? ''}）`}
            </li>
          ))}
      </ul>
    </Alert>
  )
}

const KeptCard = ({ desk: { manuscript, text, rounds } }: { desk: Desk }) => {
  const approved = rounds.find(({ number }) => number === manuscript.approvedRound)
  return (
    <section class="card">
      <header>
        <h2>版本与导出</h2>
      </header>
      <div class="in stackv">
        {approved && (
          <p class="sm">
            审签版本已固定，校验码
            <span class="mono brk">{` ${approved.digest}`}</span>
          </p>
        )}
        <p>
          <a href={`/manuscripts/${manuscript.id}/versions`}>{`第${text.number}版　查看各版对照`}</a>
        </p>
        <p class="acts">
          {(['html', 'docx', 'txt'] as const).map((format) => (
            <a class="btn sml" href={`/manuscripts/${manuscript.id}/export/${format}`}>
              {{ html: '导出网页', docx: '导出Word', txt: '导出纯文本' }[format]}
            </a>
          ))}
        </p>
        {rounds.length > 0 && (
          <p class="acts">
            {(['pdf', 'docx'] as const).map((format) => (
              <a class="btn sml" href={`/manuscripts/${manuscript.id}/sheet/${format}`}>
                {`发布审签单（${format === 'pdf' ? 'PDF' : 'Word'}）`}
              </a>
            ))}
          </p>
        )}
      </div>
    </section>
  )
}
