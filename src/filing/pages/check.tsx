import { Alert, Field, type FormValues, Head } from '../../web/index.ts'
import { sentences } from '../../vocabulary/sentences.ts'
import type { ScanPlace, SeenPaper } from '../checking/checks.ts'
import type { Correction } from '../checking/corrections.ts'
import { accountForms, type Answers, fieldsOf, type FormField, labelOf } from '../forms/index.ts'
import { accountWords, confirmedWords, type HashedPaper, type PrintedContent } from '../returns/content.ts'
import { correctable } from '../returns/corrections.ts'
import { fieldsOn } from '../returns/paper-fields.ts'
import { type Beside, besidePage, besidePaper, missingPapers, openPages } from '../returns/scanned-pages.ts'
import { ChecksCard, SeenCard } from './checks-card.tsx'
import { CorrectionsCard, type HandWords, wordOf } from './corrections-card.tsx'
import { ReturnMark } from './marks.tsx'
import { LastDay, ReopenCard } from './reopen-card.tsx'
import { type ReturnView } from './return-view.tsx'
import { Hidden } from './versioned-form.tsx'
import { ScanCard } from './scan-card.tsx'

type Props = {
  view: ReturnView
  content: PrintedContent
  checks: readonly SeenPaper[]
  corrections: readonly Correction[]
  /** Which scan and page is beside the data. */
  at: ScanPlace | undefined
  /** Which paper is looked at. */
  paper: string
  /** What is to be looked at again in what was printed, by account. */
  doubts: ReadonlyMap<string, readonly string[]>
  /** Who looks, and whether they had a hand in the return: then they decide nothing of it. */
  who: { id: string; hadHand: boolean }
  /** A person's name and a moment, in words. */
  hand: HandWords
  problem?: string | undefined
  /** What was sent and refused: nothing is ticked or typed twice. */
  typed?: FormValues
}

/** 核验、受理: the scan at the left, what was printed at the right; signature, seal and content are confirmed one by one. */
export function CheckPage(props: Props) {
  const { view, problem, checks, who } = props
  const { one, unitName, campaign, papers, scanned } = view
  const typed = (name: string) => typedIn(props.typed, name)
  const open = one.state === 'submitted' && !who.hadHand
  const check = `/filing/returns/${one.id}/check`
  const form = { csrf: view.csrf, version: one.version }
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
        <ScanCard
          scans={view.scans}
          at={props.at}
          pictureOf={({ scanId, page }) => `/filing/returns/${one.id}/scans/${scanId}/${page}`}
          hrefOf={(place) => hrefOf(props, besidePage(view.scanned, place, props.paper))}
          told={toldOf(props)}
        />
        <PrintedCard {...props} />
      </div>
      <div class="stackv">
        {one.state === 'submitted' && who.hadHand && (
          <Alert tone="pend" title="您经手过本次报送，核验、受理须由其他受理人办理" />
        )}
        <Unread {...props} />
        {open && (
          <ChecksCard {...form} action={check} papers={papers} checks={checks} typed={typed} scanned={scanned} />
        )}
        {!open && checks.length > 0 && <SeenCard papers={papers} checks={checks} hand={props.hand} scanned={scanned} />}
        <CorrectionsCard
          {...form}
          action={`${check}/corrections`}
          papers={papers}
          accounts={props.content.entries.map(({ accountId, answers }) => ({ accountId, name: accountWords(answers) }))}
          fieldOf={(key) => accountForms.flatMap(fieldsOf).find((field) => field.key === key)}
          correctable={(paper, accountId) => correctable(props.content, paper, accountId)}
          corrections={props.corrections}
          open={open}
          by={who.id}
          hand={props.hand}
          paper={shownPaper(props)}
          typed={typed}
        />
        {open && (
          <div class="cols c2">
            <SendBackCard {...props} />
            <AcceptCard {...props} />
          </div>
        )}
        {one.state === 'accepted' && campaign.state === 'open' && (
          <ReopenCard
            {...form}
            returnId={one.id}
            reason={typed('reason')}
            workingDays={typed('workingDays')}
            until={typed('until')}
          />
        )}
      </div>
    </>
  )
}

// Which paper lies on the page that is looked at.
function toldOf({ view: { scanned, papers }, at }: Props): string | undefined {
  const page = scanned.pages.find((one) => one.scanId === at?.scanId && one.page === at.page)
  if (!page) return undefined
  const titles = papers.filter(({ key }) => page.papers.includes(key)).map(({ title }) => title)
  return titles.length > 0
    ? `${page.label}：${titles.join('、')}，已识别二维码，属本次打印`
    : `${page.label}未识别到二维码，请核对校验码`
}

/** Papers whose code was read nowhere: missing where every page is another's, else to be found by eye. */
function Unread({ view: { one, scanned } }: Props) {
  if (one.state !== 'submitted' || scanned.unread.length === 0) return null
  const titles = scanned.unread.map(({ title }) => title).join('；')
  return missingPapers(scanned).length > 0 ? (
    <Alert tone="fail" title={`没有扫描件：${titles}`}>
      已上传的各页均为其他表格，不能受理，请退回补正。
    </Alert>
  ) : (
    <Alert tone="warn" title={`没有识别到二维码：${titles}`}>
      请在
      {openPages(scanned)
        .map(({ label }) => label)
        .join('、')}
      中查找，并在“逐表核验”中选定所在页；没有的，请退回补正。
    </Alert>
  )
}

const typedIn = (typed: FormValues | undefined, name: string): string | undefined => {
  const value = typed?.[name]
  return typeof value === 'string' ? value : undefined
}

function hrefOf({ view }: Props, { at, paper }: Beside): string {
  const query = new URLSearchParams({
    ...(at && { scan: at.scanId, page: String(at.page) }),
    ...(paper !== undefined && { paper }),
  })
  return `/filing/returns/${view.one.id}/check?${query.toString()}`
}

// What was being transcribed when it was refused stays in view.
const shownPaper = ({ view: { papers }, paper, typed }: Props): HashedPaper | undefined =>
  papers.find(({ key }) => key === (typedIn(typed, 'paper') ?? paper)) ?? papers[0]

function PrintedCard(props: Props) {
  const { content, view } = props
  const { papers } = view
  const shown = shownPaper(props)
  const entries = content.entries.filter(
    ({ accountId }) => shown?.accountId === undefined || accountId === shown.accountId,
  )
  return (
    <section class="card" id="printed" data-turns>
      <header>
        <h2>打印内容</h2>
        {shown && <p>{`校验码 ${shown.hash.match(/.{4}/g)?.join(' ') ?? ''}`}</p>}
      </header>
      {papers.length > 1 && (
        <p class="in chips">
          {papers.map(({ key, title }) => (
            <a
              class="chip"
              href={hrefOf(props, besidePaper(view.scanned, key, props))}
              aria-current={key === shown?.key ? 'true' : undefined}
              data-turn
            >
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
        {shown?.form === 'unchanged' && (
          <ol>
            {entries.map((entry) => (
              <li>{confirmedWords(entry)}</li>
            ))}
          </ol>
        )}
        {shown?.form !== 'zero' &&
          shown?.form !== 'unchanged' &&
          entries.map(({ accountId, answers }) => (
            <EntryFacts
              answers={answers}
              fields={shown ? fieldsOn(shown.form) : []}
              named={entries.length > 1}
              doubts={props.doubts.get(accountId) ?? []}
            />
          ))}
      </div>
    </section>
  )
}

type EntryShown = { answers: Answers; fields: readonly FormField[]; named: boolean; doubts: readonly string[] }

const EntryFacts = ({ answers, fields, named, doubts }: EntryShown) => (
  <>
    {named && <h3>{accountWords(answers)}</h3>}
    {doubts.length > 0 && (
      <Alert tone="warn" title="请核对">
        <ul>
          {doubts.map((says) => (
            <li>{says}</li>
          ))}
        </ul>
      </Alert>
    )}
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

const suggested = [
  '没有单位主要领导签字。',
  '没有加盖单位公章。',
  '扫描件不清晰，无法核对。',
  '缺少报送表格。',
  '签字人不是单位主要领导。',
]

function SendBackCard({ view, typed }: Props) {
  const ticked = [typed?.['defect'] ?? []].flat()
  const missing = view.scanned.unread.map(({ title }) => `${title}没有扫描件。`)
  return (
    <section class="card">
      <header>
        <h2>退回补正</h2>
        <p>一次性告知全部问题</p>
      </header>
      <form class="in" method="post" action={`/filing/returns/${view.one.id}/check/back`} data-unsaved data-settles>
        <Hidden {...view} />
        <fieldset class="fld">
          <legend class="lab">需要补正的问题</legend>
          {[...missing, ...suggested].map((sentence) => (
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

// What is ticked above is sent along: nothing else than what the screen shows is accepted by.
const AcceptCard = ({ view }: Props) => (
  <section class="card">
    <header>
      <h2>受理</h2>
    </header>
    <div class="in">
      <p>{`${view.papers.length}份表均由单位主要领导签字、加盖单位公章且内容核对无误后受理。受理后登记台账，编发备案号。`}</p>
      <p class="acts">
        <button class="btn pri" type="submit" form="checks" formaction={`/filing/returns/${view.one.id}/check/accept`}>
          受理
        </button>
      </p>
    </div>
  </section>
)
