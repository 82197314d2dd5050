import { maskPhone } from '../../access/index.ts'
import { hints } from '../../vocabulary/hints.ts'
import { sentences } from '../../vocabulary/sentences.ts'
import { Alert, Field, Head } from '../../web/index.ts'
import { caseForms } from '../cases/forms.ts'
import { type CaseAction, caseActionLabels, caseKindLabels, nextCaseState } from '../cases/model.ts'
import { fieldsOf, type FormField } from '../forms/index.ts'
import { FactsCard } from './case-facts.tsx'
import { NationalCard } from './case-national.tsx'
import { NextCard } from './case-next.tsx'
import { type CaseView, typedIn } from './case-view.tsx'
import { Act, Hidden } from './versioned-form.tsx'
import { CaseMark } from './cases.tsx'
import { OneField } from './one-field.tsx'
import { CaseChecks } from './case-checks.tsx'
import { CluesCard } from './case-clues.tsx'
import { CaseScans } from './case-scans.tsx'
import { ScanCard } from './scan-card.tsx'

const deciding = ['accept', 'review', 'approve'] as const

/** One case: where it stands, what was said, and the one step that comes next for who looks at it. */
export function CasePage(view: CaseView) {
  const { one, unitName, account, problem, opinions, trail } = view
  const name = account?.name ?? one.answers['name'] ?? '（未填名称）'
  return (
    <>
      <Head
        crumb={<a href="/cases">备案事项</a>}
        title={
          <>
            {`${caseKindLabels[one.kind]}：${name}`} <CaseMark state={one.state} box />
          </>
        }
        note={`${unitName}${one.filingNumber ? `　备案号 ${one.filingNumber}` : ''}${one.enteredForUnitBy ? '　代录' : ''}${one.daysLate ? `　逾期${one.daysLate}个工作日备案` : ''}`}
      />
      {problem && <Alert tone="fail" title={problem} />}
      {(one.kind === 'suspend' || one.kind === 'deregister') && <Alert tone="pend" title={sentences.stillMonitored} />}
      <div class="stackv">
        {view.may('fill') && nextCaseState[one.state].fill ? (
          <FillCard {...view} />
        ) : sideBySide(view) ? (
          <div class="cols c2">
            <CaseScan {...view} />
            <FactsCard {...view} />
          </div>
        ) : (
          <FactsCard {...view} />
        )}
        <PaperCard {...view} />
        <CaseChecks {...view} />
        <NextCard {...view} />
        <CluesCard {...view} />
        <NationalCard {...view} />
        {opinions.length > 0 && (
          <section class="card">
            <header>
              <h2>办理意见</h2>
            </header>
            <ul class="plain rows">
              {opinions.map(({ action, opinion, by, at }) => (
                <li>
                  <b>{caseActionLabels[action as CaseAction]}</b>
                  {`　${opinion}`}
                  <p class="mut">{`${by}　${at}`}</p>
                </li>
              ))}
            </ul>
          </section>
        )}
        {trail}
      </div>
    </>
  )
}

// Signature, seal and words are confirmed by who sees them: the scan stands beside the data for who decides.
const sideBySide = ({ one, scans, seesPapers, may }: CaseView) =>
  seesPapers && scans.length > 0 && deciding.some((action) => nextCaseState[one.state][action] && may(action))

const CaseScan = ({ one, scans, at }: CaseView) => (
  <ScanCard
    scans={scans}
    at={at}
    pictureOf={({ scanId, page }) => `/cases/${one.id}/scans/${scanId}/${page}`}
    hrefOf={({ scanId, page }) => `/cases/${one.id}?scan=${scanId}&page=${page}`}
  />
)

// 代录: who types in for a unit sees the contact's number masked, as everywhere; left as it is, it stays.
function FillCard(view: CaseView) {
  const { one, defects, contact } = view
  const typed = typedIn(view, 'fill')
  const touched = one.version > 1
  const errorOf = (key: string) => {
    const defect = touched ? defects.find(({ field }) => field === key) : undefined
    return defect && `${defect.wanted}。`
  }
  const shown = (field: FormField) => {
    const answer = one.answers[field.key]
    return field.kind === 'phone' && answer && !contact.whole
      ? { answer: maskPhone(answer), field: { ...field, hint: hints.maskedStays } }
      : { answer, field }
  }
  return (
    <form class="card" method="post" action={`/cases/${one.id}/fill`} data-unsaved>
      <header>
        <h2>{caseForms[one.kind].title}</h2>
      </header>
      <div class="in">
        <Hidden {...view} />
        <div class="row">
          {fieldsOf(caseForms[one.kind]).map((field) => (
            <OneField
              field={shown(field).field}
              answer={typed[field.key] ?? shown(field).answer}
              error={errorOf(field.key)}
            />
          ))}
        </div>
        <p class="acts">
          <button class="btn pri" type="submit">
            保存
          </button>
        </p>
      </div>
    </form>
  )
}

function PaperCard(view: CaseView) {
  const { one, scans, defects, may, takesPaper } = view
  const next = nextCaseState[one.state]
  if (one.printNumber === 0 && !(may('print') && next.print)) return null
  return (
    <section class="card">
      <header>
        <h2>打印、签字盖章</h2>
        {one.printNumber > 0 && <p>{`已打印第${one.printNumber}次`}</p>}
      </header>
      <div class="in stackv">
        <Alert tone="pend" title={sentences.signedAndSealed} />
        {may('print') && next.print && (
          <Act
            view={view}
            action={`/cases/${one.id}/print`}
            label={one.printNumber === 0 ? '生成打印件' : '重新生成打印件'}
            off={defects.length > 0 && '填齐后才能打印'}
          />
        )}
        {one.printNumber > 0 && takesPaper && (
          <p class="papers">
            <a href={`/cases/${one.id}/paper/pdf`}>PDF打印件</a>
            {'　'}
            <a href={`/cases/${one.id}/paper/docx`}>Word打印件</a>
            {'　下载人和时间印在页脚，并留痕。'}
          </p>
        )}
        <CaseScans {...view} />
        {may('upload') && next.upload && one.printNumber > 0 && (
          <form method="post" action={`/cases/${one.id}/scans`} enctype="multipart/form-data">
            <Hidden {...view} />
            <Field
              name="file"
              label="扫描件"
              type="file"
              accept=".pdf,.jpg,.jpeg,.png"
              required
              hint={`${hints.scanFile}${sentences.nothingSecret}`}
            />
            <p class="acts">
              <button class="btn" type="submit">
                上传扫描件
              </button>
            </p>
          </form>
        )}
        {may('submit') && next.submit && (
          <Act
            view={view}
            action={`/cases/${one.id}/submit`}
            label="报送"
            primary
            off={scans.length === 0 && '上传扫描件后才能报送'}
          />
        )}
      </div>
    </section>
  )
}
