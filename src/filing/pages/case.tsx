import type { Child } from 'hono/jsx'
import { formatDayZh } from '../../calendar/index.ts'
import { sentences } from '../../vocabulary/sentences.ts'
import { Alert, CsrfField, Field, Head, Select } from '../../web/index.ts'
import { caseForms } from '../cases/forms.ts'
import { wordOf } from '../cases/paper.ts'
import { type CaseAction, caseActionLabels, caseKindLabels, type FilingCase, nextCaseState } from '../cases/model.ts'
import { type Defect, fieldsOf, labelOf } from '../forms/index.ts'
import { nationalSides } from '../national/model.ts'
import type { NationalEntry } from '../national/queries/entries.ts'
import { entryOf, NationalCard } from './case-national.tsx'
import { CaseMark } from './cases.tsx'
import { OneField } from './one-field.tsx'

export type CaseView = {
  csrf: string
  one: FilingCase
  unitName: string
  account: { id: string; name: string; platform: string } | null
  defects: readonly Defect[]
  scans: readonly { id: string; fileName: string; pages: number; codes: readonly string[] }[]
  /** What both sides entered in the national system by this case. */
  entries: readonly NationalEntry[]
  opinions: readonly { action: string; opinion: string; by: string; at: string }[]
  may: (action: CaseAction) => boolean
  /** Papers and scans carry phones in full: for the unit and for who handles the case. */
  seesPapers: boolean
  problem?: string | undefined
  trail: Child
}

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
        {view.may('fill') && nextCaseState[one.state].fill ? <FillCard {...view} /> : <FactsCard {...view} />}
        <PaperCard {...view} />
        <NextCard {...view} />
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

const Hidden = ({ csrf, one }: CaseView) => (
  <>
    <CsrfField csrf={csrf} />
    <input type="hidden" name="version" value={String(one.version)} />
  </>
)

function FillCard(view: CaseView) {
  const { one, defects } = view
  const touched = one.version > 1
  const errorOf = (key: string) => {
    const defect = touched ? defects.find(({ field }) => field === key) : undefined
    return defect && `${defect.wanted}。`
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
            <OneField field={field} answer={one.answers[field.key]} error={errorOf(field.key)} />
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

const FactsCard = ({ one, account }: CaseView) => (
  <section class="card">
    <header>
      <h2>{caseForms[one.kind].title}</h2>
    </header>
    <dl class="in dl">
      {account && (
        <>
          <dt>账号</dt>
          <dd>
            <a href={`/accounts/${account.id}`}>{account.name}</a>
          </dd>
        </>
      )}
      {fieldsOf(caseForms[one.kind]).map((field) => (
        <>
          <dt>{labelOf(field)}</dt>
          <dd>{wordOf(field, one.answers, field.key) || '—'}</dd>
        </>
      ))}
      {one.decidedOn && (
        <>
          <dt>批准日期</dt>
          <dd>{formatDayZh(one.decidedOn)}</dd>
        </>
      )}
      {one.executedOn && (
        <>
          <dt>平台办理日期</dt>
          <dd>{formatDayZh(one.executedOn)}</dd>
        </>
      )}
    </dl>
  </section>
)

function PaperCard(view: CaseView) {
  const { one, scans, defects, may, seesPapers } = view
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
            path="print"
            label={one.printNumber === 0 ? '生成打印件' : '重新生成打印件'}
            off={defects.length > 0}
          />
        )}
        {one.printNumber > 0 && seesPapers && (
          <p>
            <a href={`/cases/${one.id}/paper/pdf`}>PDF打印件</a>
            {'　'}
            <a href={`/cases/${one.id}/paper/docx`}>Word打印件</a>
          </p>
        )}
        {scans.map(({ id, fileName, pages, codes }) => (
          <p class="papers">
            {seesPapers ? <a href={`/cases/${one.id}/scans/${id}/1`}>{fileName}</a> : fileName}
            {`　${pages}页　${codes.length > 0 ? '已识别二维码' : '未识别到二维码，由受理人核对'}`}
          </p>
        ))}
        {may('upload') && next.upload && one.printNumber > 0 && (
          <form method="post" action={`/cases/${one.id}/scans`} enctype="multipart/form-data">
            <Hidden {...view} />
            <Field
              name="file"
              label="扫描件"
              type="file"
              accept=".pdf,.jpg,.jpeg,.png"
              required
              hint={`PDF、JPG或PNG，不超过20 MB。${sentences.nothingSecret}`}
            />
            <p class="acts">
              <button class="btn" type="submit">
                上传扫描件
              </button>
            </p>
          </form>
        )}
        {may('submit') && next.submit && (
          <Act view={view} path="submit" label="报送" primary off={scans.length === 0} />
        )}
      </div>
    </section>
  )
}

function Act({
  view,
  path,
  label,
  primary,
  off,
}: {
  view: CaseView
  path: string
  label: string
  primary?: boolean
  off?: boolean
}) {
  return (
    <form method="post" action={`/cases/${view.one.id}/${path}`}>
      <Hidden {...view} />
      <p class="acts">
        <button class={primary ? 'btn pri' : 'btn'} type="submit" disabled={off}>
          {label}
        </button>
      </p>
    </form>
  )
}

const decisions = ['send-back', 'accept', 'review', 'approve', 'reject'] as const

/** What comes next, for who may do it. */
function NextCard(view: CaseView) {
  const { one, may } = view
  const next = nextCaseState[one.state]
  const open = decisions.filter((action) => next[action] && may(action))
  return (
    <>
      {open.length > 0 && (
        <section class="card">
          <header>
            <h2>{open.includes('accept') ? '受理' : open.includes('review') ? '审核' : '批准'}</h2>
          </header>
          <form class="in" method="post" action={`/cases/${one.id}/decide`}>
            <Hidden {...view} />
            {open.includes('accept') && (
              <fieldset class="fld">
                <legend class="lab">对照扫描件分别确认</legend>
                <span class="checks">
                  <label>
                    <input type="checkbox" name="signed" value="yes" />
                    单位主要领导已签字
                  </label>
                  <label>
                    <input type="checkbox" name="sealed" value="yes" />
                    单位公章已加盖
                  </label>
                </span>
              </fieldset>
            )}
            <Field name="opinion" label="意见" type="textarea" required hint="退回的，一次性写明全部需要补正的问题。" />
            <p class="acts">
              {open.map((action) => (
                <button
                  class={action === 'send-back' || action === 'reject' ? 'btn bad' : 'btn pri'}
                  type="submit"
                  name="action"
                  value={action}
                >
                  {caseActionLabels[action]}
                </button>
              ))}
            </p>
          </form>
        </section>
      )}
      {next.execute && may('execute') && (
        <section class="card">
          <header>
            <h2>登记平台办理情况</h2>
          </header>
          <form class="in" method="post" action={`/cases/${one.id}/execute`}>
            <Hidden {...view} />
            <div class="row">
              <Field name="on" label="办理日期" type="date" required />
              <Field
                name="url"
                label={one.kind === 'open' ? '主页链接' : '可以查看的链接'}
                required={one.kind === 'open'}
                hint="以 https:// 开头。"
              />
            </div>
            <label class="opt">
              <input type="checkbox" name="sure" value="yes" />
              <span>
                <b>经核实，确在批准之前办理</b>
                <small>仅在所填日期早于批准日期时勾选；登记后不再更改，并列入责任追究线索。</small>
              </span>
            </label>
            <p class="acts">
              <button class="btn pri" type="submit">
                登记
              </button>
            </p>
          </form>
        </section>
      )}
      {next.register && may('register') && nationalSides.every((side) => entryOf(view, side)) && (
        <OneStep view={view} path="register" label="登记台账，编发备案号" />
      )}
      {next.archive && may('archive') && <OneStep view={view} path="archive" label="归档" />}
      {(['withdraw', 'revoke'] as const)
        .filter((action) => next[action] && may(action))
        .map((action) => (
          <GiveUp view={view} action={action} />
        ))}
    </>
  )
}

const givingUp = {
  withdraw: '误申请或不再办理的，写明理由后撤回；撤回后可以重新申请。',
  revoke: '尚未在平台办理的，可以撤销批准。关停、注销的账号恢复为在运行；已有关停注销事项的，请在该事项中撤回。',
} as const

/** 撤回 and 撤销批准: the way out, beside the way on. */
const GiveUp = ({ view, action }: { view: CaseView; action: keyof typeof givingUp }) => (
  <section class="card">
    <header>
      <h2>{caseActionLabels[action]}</h2>
    </header>
    <form class="in" method="post" action={`/cases/${view.one.id}/${action}`}>
      <Hidden {...view} />
      <Field name="reason" id={`${action}-reason`} label="理由" required hint={givingUp[action]} />
      <p class="acts">
        <button class="btn bad" type="submit">
          {caseActionLabels[action]}
        </button>
      </p>
    </form>
  </section>
)

const OneStep = ({ view, path, label }: { view: CaseView; path: string; label: string }) => (
  <section class="card">
    <div class="in">
      <Act view={view} path={path} label={label} primary />
    </div>
  </section>
)

type BeginProps = {
  csrf: string
  units: readonly { id: string; name: string }[]
  accounts: readonly { id: string; name: string; unitName: string; platform: string }[]
  values: Readonly<Record<string, string>>
  problem?: { code: string; message: string } | undefined
}

const accountFaults = ['case.account-required', 'case.account-of-other-unit', 'case.account-busy', 'case.account-gone']
const unitFaults = ['case.unit-required', 'case.unit-out-of-scope', 'case.unit-gone']

/** 申请备案: which unit, which matter, of which account. */
export const BeginPage = ({ csrf, units, accounts, values, problem }: BeginProps) => (
  <>
    <Head
      crumb={<a href="/cases">备案事项</a>}
      title="申请备案"
      note="开设账号先批后开；名称、认证主体、主办单位变化的，办理变更。"
    />
    {problem && ![...accountFaults, ...unitFaults].includes(problem.code) && (
      <Alert tone="fail" title={problem.message} />
    )}
    <form class="card" method="post" action="/cases/new">
      <div class="in">
        <CsrfField csrf={csrf} />
        <div class="row">
          <Select
            name="kind"
            label="事项"
            required
            value={values['kind']}
            choices={Object.entries(caseKindLabels).map(([value, label]) => ({ value, label }))}
          />
          <Select
            name="unitId"
            label="主办单位"
            value={values['unitId']}
            error={faultIn(problem, unitFaults)}
            hint="选了账号的可以不选。"
            choices={[{ value: '', label: '请选择' }, ...units.map(({ id, name }) => ({ value: id, label: name }))]}
          />
          <Select
            name="accountId"
            label="账号"
            value={values['accountId']}
            error={faultIn(problem, accountFaults)}
            hint="开设新账号的不选。"
            choices={[
              { value: '', label: '不选（开设）' },
              ...accounts.map(({ id, name, unitName, platform }) => ({
                value: id,
                label: `${name}（${platform}，${unitName}）`,
              })),
            ]}
          />
        </div>
        <p class="acts">
          <button class="btn pri" type="submit">
            开始填报
          </button>
          <a class="btn" href="/cases">
            返回
          </a>
        </p>
      </div>
    </form>
  </>
)

const faultIn = (problem: BeginProps['problem'], codes: readonly string[]) =>
  problem && codes.includes(problem.code) ? problem.message : undefined
