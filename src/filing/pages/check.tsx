import { Alert, CsrfField, Field, type FormValues, Head, Select } from '../../web/index.ts'
import { sentences } from '../../vocabulary/sentences.ts'
import { accountForms, type Answers, fieldsOf, type FormField, labelOf, yesNo } from '../forms/index.ts'
import { signerLabels } from '../model.ts'
import type { Correction, PaperCheck } from '../returns/check.ts'
import { accountWords, type PaperName, type PrintedContent } from '../returns/content.ts'
import { ReturnMark } from './marks.tsx'
import { LastDay, ReopenCard } from './reopen-card.tsx'
import type { ReturnView } from './return.tsx'

type Props = {
  view: ReturnView
  content: PrintedContent
  papers: readonly (PaperName & { hash: string })[]
  checks: readonly PaperCheck[]
  corrections: readonly Correction[]
  /** Which scan and page is beside the data. */
  at: { scanId: string; page: number } | undefined
  /** Which paper is looked at. */
  paper: string
  problem?: string | undefined
  /** What was sent and refused: nothing is ticked or typed twice. */
  typed?: FormValues
}

/** 核验、受理: the scan at the left, what was printed at the right; signature, seal and content are confirmed one by one. */
export function CheckPage(props: Props) {
  const { view, problem } = props
  const { one, unitName, campaign } = view
  return (
    <>
      <Head
        crumb={<a href={`/filing/returns/${one.id}`}>{unitName}</a>}
        title={
          <>
            核验、受理 <ReturnMark state={one.state} box />
          </>
        }
        note={`${campaign.title}　第${one.printNumber}次打印`}
      />
      {problem && <Alert tone="fail" title={problem} />}
      <Alert tone="pend" title={sentences.signedAndSealed} />
      <div class="cols c2">
        <ScanCard {...props} />
        <PrintedCard {...props} />
      </div>
      {one.state === 'submitted' && (
        <div class="stackv">
          <ChecksCard {...props} />
          <CorrectionsCard {...props} />
          <div class="cols c2">
            <SendBackCard {...props} />
            <AcceptCard {...props} />
          </div>
        </div>
      )}
      {one.state === 'accepted' && (
        <ReopenCard
          returnId={one.id}
          csrf={view.csrf}
          version={one.version}
          reason={typedIn(props.typed, 'reason')}
          workingDays={typedIn(props.typed, 'workingDays')}
          until={typedIn(props.typed, 'until')}
        />
      )}
    </>
  )
}

const typedIn = (typed: FormValues | undefined, name: string): string | undefined => {
  const value = typed?.[name]
  return typeof value === 'string' ? value : undefined
}

const Hidden = ({ view }: { view: ReturnView }) => (
  <>
    <CsrfField csrf={view.csrf} />
    <input type="hidden" name="version" value={String(view.one.version)} />
  </>
)

const hrefOf = ({ view, at, paper }: Props, change: { scan?: string; page?: number; paper?: string }) => {
  const query = new URLSearchParams({
    scan: change.scan ?? at?.scanId ?? '',
    page: String(change.page ?? at?.page ?? 1),
    paper: change.paper ?? paper,
  })
  return `/filing/returns/${view.one.id}/check?${query.toString()}`
}

function ScanCard(props: Props) {
  const { view, at } = props
  const { scans, one } = view
  const scan = scans.find(({ id }) => id === at?.scanId)
  return (
    <section class="card">
      <header>
        <h2>扫描件</h2>
        {scan && <p>{scan.codes.length > 0 ? '已识别二维码，属本次打印' : '未识别到二维码，请核对校验码'}</p>}
      </header>
      {scan && at ? (
        <>
          <a class="scan" href={`/filing/returns/${one.id}/scans/${scan.id}/${at.page}`}>
            <img src={`/filing/returns/${one.id}/scans/${scan.id}/${at.page}`} alt={`${scan.fileName}第${at.page}页`} />
          </a>
          <footer>
            <nav class="page" aria-label="扫描件页码">
              {scans.flatMap((each, nth) =>
                Array.from({ length: each.pages }, (_, index) => {
                  const label = scans.length > 1 ? `${nth + 1}-${index + 1}` : String(index + 1)
                  return each.id === at.scanId && index + 1 === at.page ? (
                    <span aria-current="page">{label}</span>
                  ) : (
                    <a href={hrefOf(props, { scan: each.id, page: index + 1 })} aria-label={`第${label}页`}>
                      {label}
                    </a>
                  )
                }),
              )}
            </nav>
          </footer>
        </>
      ) : (
        <p class="in mut">没有扫描件。</p>
      )}
    </section>
  )
}

const wordOf = ({ kind, choices }: FormField, answer: string | undefined): string =>
  answer === undefined ? '—' : kind === 'choice' ? ((choices ?? yesNo)[answer as 'yes'] ?? answer) : answer

function PrintedCard(props: Props) {
  const { content, papers, paper } = props
  const shown = papers.find(({ key }) => key === paper) ?? papers[0]
  const entries = content.entries.filter(
    ({ accountId }) => shown?.accountId === undefined || accountId === shown.accountId,
  )
  const form = accountForms.find(({ id }) => id === shown?.form)
  return (
    <section class="card">
      <header>
        <h2>打印内容</h2>
        {shown && <p>{`校验码 ${shown.hash.match(/.{4}/g)?.join(' ') ?? ''}`}</p>}
      </header>
      {papers.length > 1 && (
        <p class="in chips">
          {papers.map(({ key, title }) => (
            <a class="chip" href={hrefOf(props, { paper: key })} aria-current={key === shown?.key ? 'true' : undefined}>
              {title}
            </a>
          ))}
        </p>
      )}
      <div class="in">
        <dl class="dl">
          <dt>填报单位</dt>
          <dd>{content.unit.name}</dd>
          <dt>填报人</dt>
          <dd>{`${content.reporter.name}　${content.reporter.phone}`}</dd>
        </dl>
        {shown?.form === 'zero' && <p>{sentences.nothingToReport}</p>}
        {shown?.form !== 'zero' &&
          entries.map(({ answers }) => (
            <EntryFacts answers={answers} fields={form ? fieldsOf(form) : []} named={entries.length > 1} />
          ))}
      </div>
    </section>
  )
}

const EntryFacts = ({ answers, fields, named }: { answers: Answers; fields: readonly FormField[]; named: boolean }) => (
  <>
    {named && <h3>{accountWords(answers)}</h3>}
    <dl class="dl">
      {fields.map((field) => (
        <>
          <dt>{labelOf(field)}</dt>
          <dd>{wordOf(field, answers[field.key])}</dd>
        </>
      ))}
    </dl>
  </>
)

function ChecksCard({ view, papers, checks, typed }: Props) {
  return (
    <section class="card">
      <header>
        <h2>逐表核验</h2>
        <p>签字、盖章分别确认</p>
      </header>
      <form class="in" method="post" action={`/filing/returns/${view.one.id}/check`}>
        <Hidden view={view} />
        <table class="cards">
          <thead>
            <tr>
              <th>表格</th>
              <th>签字人</th>
              <th>单位公章</th>
              <th>与打印内容</th>
            </tr>
          </thead>
          <tbody>
            {papers.map(({ key, title }, at) => {
              const seen = checks.find(({ paper }) => paper === key)
              return (
                <tr>
                  <td>
                    {title}
                    <input type="hidden" name={`paper-${at}`} value={key} />
                  </td>
                  <td data-l="签字人">
                    <Select
                      bare
                      name={`signedBy-${at}`}
                      label={`${title}签字人`}
                      value={typedIn(typed, `signedBy-${at}`) ?? seen?.signedBy ?? ''}
                      choices={[
                        { value: '', label: '请选择' },
                        ...Object.entries(signerLabels).map(([value, label]) => ({ value, label })),
                      ]}
                    />
                  </td>
                  <td data-l="单位公章">
                    <Select
                      bare
                      name={`sealed-${at}`}
                      label={`${title}单位公章`}
                      value={typedIn(typed, `sealed-${at}`) ?? (seen ? (seen.sealed ? 'yes' : 'no') : '')}
                      choices={[
                        { value: '', label: '请选择' },
                        { value: 'yes', label: '已盖章' },
                        { value: 'no', label: '未盖章' },
                      ]}
                    />
                  </td>
                  <td data-l="与打印内容">
                    <Select
                      bare
                      name={`matches-${at}`}
                      label={`${title}与打印内容`}
                      value={typedIn(typed, `matches-${at}`) ?? (seen ? (seen.matches ? 'yes' : 'no') : '')}
                      choices={[
                        { value: '', label: '请选择' },
                        { value: 'yes', label: '一致' },
                        { value: 'no', label: '有手写更正或不一致' },
                      ]}
                    />
                  </td>
                </tr>
              )
            })}
          </tbody>
        </table>
        <p class="acts">
          <button class="btn" type="submit">
            保存核验结果
          </button>
        </p>
      </form>
    </section>
  )
}

function CorrectionsCard({ view, content, corrections, typed }: Props) {
  if (content.entries.length === 0) return null
  const fields = accountForms.flatMap(fieldsOf)
  const labelFor = (key: string) => fields.find((field) => field.key === key)
  const nameOf = (id: string) => accountWords(content.entries.find(({ accountId }) => accountId === id)?.answers ?? {})
  const open = corrections.filter(({ confirmed }) => !confirmed).length
  return (
    <section class="card">
      <header>
        <h2>手写更正</h2>
        <p>{corrections.length === 0 ? '没有转录' : `已转录 ${corrections.length} 处，待确认 ${open} 处`}</p>
      </header>
      {corrections.length > 0 && (
        <table class="cards">
          <thead>
            <tr>
              <th>账号</th>
              <th>栏目</th>
              <th>打印内容</th>
              <th>手写更正</th>
              <th>确认</th>
            </tr>
          </thead>
          <tbody>
            {corrections.map(({ accountId, field, printed, written, confirmed }) => {
              const asked = labelFor(field)
              return (
                <tr>
                  <td>{nameOf(accountId)}</td>
                  <td data-l="栏目">{asked ? labelOf(asked) : field}</td>
                  <td data-l="打印内容">{asked ? wordOf(asked, printed || undefined) : printed}</td>
                  <td data-l="手写更正">{asked ? wordOf(asked, written) : written}</td>
                  <td data-l="确认">{confirmed ? '已确认' : '待确认'}</td>
                </tr>
              )
            })}
          </tbody>
        </table>
      )}
      <form class="in" method="post" action={`/filing/returns/${view.one.id}/corrections`}>
        <Hidden view={view} />
        <div class="row">
          <Select
            name="accountId"
            label="账号"
            value={typedIn(typed, 'accountId')}
            choices={content.entries.map(({ accountId, answers }) => ({
              value: accountId,
              label: accountWords(answers),
            }))}
          />
          <Select
            name="field"
            label="栏目"
            value={typedIn(typed, 'field')}
            choices={fields
              .filter(({ key }, at) => fields.findIndex((one) => one.key === key) === at)
              .map((field) => ({ value: field.key, label: labelOf(field) }))}
          />
          <Field
            name="written"
            label="手写的内容"
            value={typedIn(typed, 'written')}
            hint="选择题按“是、否、未涉及”等原字转录。"
          />
        </div>
        <p class="acts">
          <button class="btn" type="submit">
            转录更正
          </button>
        </p>
      </form>
      {open > 0 && (
        <form class="in" method="post" action={`/filing/returns/${view.one.id}/corrections/confirm`}>
          <Hidden view={view} />
          <p class="acts">
            <button class="btn pri" type="submit">
              {`已对照扫描件，确认${open}处更正`}
            </button>
          </p>
        </form>
      )}
    </section>
  )
}

const suggested = [
  '没有单位主要领导签字。',
  '没有加盖单位公章。',
  '扫描件不清晰，无法核对。',
  '缺少报送表格。',
  '签字人不是单位主要领导。',
]

function SendBackCard({ view, typed }: Props) {
  const ticked = [typed?.['defect'] ?? []].flat()
  return (
    <section class="card">
      <header>
        <h2>退回补正</h2>
        <p>一次性告知全部问题</p>
      </header>
      <form class="in" method="post" action={`/filing/returns/${view.one.id}/back`}>
        <Hidden view={view} />
        <fieldset class="fld">
          <legend class="lab">需要补正的问题</legend>
          {suggested.map((sentence) => (
            <label class="opt">
              <input type="checkbox" name="defect" value={sentence} checked={ticked.includes(sentence)} />
              <span>{sentence}</span>
            </label>
          ))}
        </fieldset>
        <Field
          name="others"
          label="其他问题"
          type="textarea"
          rows={3}
          value={typedIn(typed, 'others')}
          hint="一行一条。"
        />
        <LastDay workingDays={typedIn(typed, 'workingDays')} until={typedIn(typed, 'until')} />
        <p class="acts">
          <button class="btn bad" type="submit">
            退回补正
          </button>
        </p>
      </form>
    </section>
  )
}

const AcceptCard = ({ view, papers }: Props) => (
  <section class="card">
    <header>
      <h2>受理</h2>
    </header>
    <form class="in" method="post" action={`/filing/returns/${view.one.id}/accept`}>
      <Hidden view={view} />
      <p>{`${papers.length}份表均由单位主要领导签字、加盖单位公章且内容核对无误后受理。受理后登记台账，编发备案号。`}</p>
      <p class="acts">
        <button class="btn pri" type="submit">
          受理
        </button>
      </p>
    </form>
  </section>
)
