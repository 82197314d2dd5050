import { z } from 'zod'
import { may, namesOfUsers, permit } from '../../access/index.ts'
import { mediaTypes, readStoredFile } from '../../files/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import { sentences } from '../../vocabulary/sentences.ts'
import {
  Alert,
  CsrfField,
  Empty,
  Field,
  Head,
  keepLook,
  readForm,
  readUpload,
  refusalOf,
  render,
  Select,
  shownMinute,
  typedValues,
  type WebContext,
  idFrom,
} from '../../web/index.ts'
import type { Indicator } from '../indicators/define.ts'
import { indicatorOf } from '../indicators/index.ts'
import { classLabels } from '../model.ts'
import { statedPurpose, type StatedPurpose } from '../purpose-queries.ts'
import { evidenceOfProblem, problemsOfAccount, type ReportedProblem } from '../reported-problems.ts'
import { reportable, reportProblem, withdrawProblem } from '../verbs/report-problem.ts'
import { dayField, platformLabel } from './words.ts'

type Attempt = { errors: Record<string, string>; values: Record<string, string>; problem?: string }

/** 登记发现的问题: what a person saw of one account, a superior named or a text check found; and what stands on record. */
export async function problemsPage(c: WebContext, attempt?: Attempt, status = 200): Promise<Response> {
  const { actor, session, deps } = c.var
  const { districtId } = session
  permit(actor, 'review.read', { districtId })
  const account = await statedPurpose(deps.db, districtId, idFrom(c, '账号', 'accountId'))
  if (!account) throw refuse('record.not-found', { what: '账号' })
  const problems = await problemsOfAccount(deps.db, districtId, account.accountId)
  const names = await namesOfUsers(
    deps,
    districtId,
    problems.map(({ reportedBy }) => reportedBy),
  )
  const choices = await reportable(deps.db, districtId, deps.clock.today())
  const page = (
    <>
      <Head
        crumb={
          <>
            <a href="/review">人工复核</a> › <a href={`/accounts/${account.accountId}`}>{account.name}</a>
          </>
        }
        title="登记发现的问题"
        note={`${account.name}　${platformLabel(account.platform)}　${account.unitName}`}
      />
      {attempt?.problem && <Alert tone="fail" title={attempt.problem} />}
      <Alert tone="pend" title="登记的问题是线索，经其他人复核确认后才进入报告、整改和考核。" />
      <div class="cols c75">
        <ProblemTable c={c} problems={problems} names={names} />
        {may(actor, 'patrol.record', { districtId }) && (
          <ProblemForm c={c} account={account} choices={choices} attempt={attempt} />
        )}
      </div>
    </>
  )
  return render(c, page, { title: '登记发现的问题', current: '/review', islands: ['unsaved'] }, status)
}

type TableProps = { c: WebContext; problems: readonly ReportedProblem[]; names: ReadonlyMap<string, string> }

const ProblemTable = ({ c, problems, names }: TableProps) => (
  <section class="card">
    <header>
      <h2>已登记的问题</h2>
      <p>当月已判定的，登记后当即列入人工复核，由登记人以外的人办理；未判定的，当月监测时列入</p>
    </header>
    {problems.length === 0 ? (
      <Empty title="还没有登记">人工发现、上级通报和文字检查指出的问题登记后列在这里。</Empty>
    ) : (
      <table class="cards">
        <thead>
          <tr>
            <th>问题</th>
            <th>发现日期</th>
            <th>情况</th>
            <th>登记</th>
          </tr>
        </thead>
        <tbody>
          {problems.map((problem) => (
            <ProblemLine c={c} problem={problem} by={names.get(problem.reportedBy) ?? ''} />
          ))}
        </tbody>
      </table>
    )}
  </section>
)

function ProblemLine({ c, problem, by }: { c: WebContext; problem: ReportedProblem; by: string }) {
  const { label } = indicatorOf(problem.indicator)
  const own = problem.reportedBy === c.var.actor.id && problem.withdrawnBy === null
  const mayAct = may(c.var.actor, 'emergency.handle', { districtId: c.var.session.districtId })
  return (
    <tr>
      <td class="t">
        {label}
        {problem.withdrawnBy && <small>已撤回，不计</small>}
      </td>
      <td class="num" data-l="发现">
        {problem.seenOn}
      </td>
      <td class="full">
        <ProblemWords problem={problem} />
      </td>
      <td class="full">
        {by}
        <small>{shownMinute(c, problem.reportedAt)}</small>
        {mayAct && problem.withdrawnBy === null && (
          <a href={`/emergency/new?account=${problem.accountId}&problem=${problem.id}`}>应急处置</a>
        )}
        {own && (
          <details>
            <summary>撤回登记</summary>
            <form method="post" action={`/problems/${problem.id}/withdraw`}>
              <CsrfField csrf={c.var.session.csrf} />
              <input type="hidden" name="account" value={problem.accountId} />
              <Field name="reason" label="撤回理由" required id={`reason-${problem.id}`} />
              <button class="btn sml" type="submit">
                撤回
              </button>
            </form>
          </details>
        )}
      </td>
    </tr>
  )
}

/** What stands on record of one problem, with its link and evidence. */
export const ProblemWords = ({ problem }: { problem: ReportedProblem }) => (
  <>
    {problem.what || '内容不入库'}
    {problem.reference && <small>{`文号或移交单 ${problem.reference}`}</small>}
    {(problem.link || problem.evidenceFileId) && (
      <small>
        {problem.link && (
          <a href={problem.link} target="_blank" rel="noreferrer">
            原文
          </a>
        )}{' '}
        {problem.evidenceFileId && <a href={`/problems/${problem.id}/evidence`}>证据</a>}
      </small>
    )}
  </>
)

type FormProps = {
  c: WebContext
  account: StatedPurpose
  choices: readonly Indicator[]
  attempt: Attempt | undefined
}

const ProblemForm = ({ c, account, choices, attempt: { errors, values } = { errors: {}, values: {} } }: FormProps) => (
  <form
    class="card"
    method="post"
    action={`/problems/of/${account.accountId}`}
    enctype="multipart/form-data"
    data-unsaved
  >
    <header>
      <h2>登记问题</h2>
    </header>
    <div class="in">
      <CsrfField csrf={c.var.session.csrf} />
      <Select
        name="indicator"
        label="问题类型"
        required
        value={values['indicator']}
        error={errors['indicator']}
        choices={[
          { value: '', label: '请选择' },
          ...choices.map((one) => ({ value: one.id, label: `${one.label}（${classLabels[one.class]}）` })),
        ]}
        hint="本区没有启用的指标不在此列，由负责人在“监测指标”中启用。"
      />
      <Field
        name="seenOn"
        label="发现日期"
        type="date"
        required
        value={values['seenOn'] ?? c.var.deps.clock.today()}
        error={errors['seenOn']}
      />
      <Field
        name="what"
        label="问题情况"
        type="textarea"
        rows={3}
        maxlength={120}
        value={values['what']}
        error={errors['what']}
        hint={`一两句话写明现象，不写个人姓名。${sentences.nothingSecret}`}
      />
      <Field name="link" label="原文网址" value={values['link']} error={errors['link']} />
      <Field
        name="evidence"
        label="截图或材料"
        type="file"
        accept="image/png,image/jpeg,image/webp,application/pdf"
        error={errors['evidence']}
        hint="PNG、JPG、WebP 或 PDF"
        data={{ 'data-shrink': true }}
      />
      <Field
        name="reference"
        label="认定文号或移交单编号"
        value={values['reference']}
        error={errors['reference']}
        hint="泄密等不得录入内容的问题只填此项；上级通报的填通报文号。"
      />
      <p class="acts">
        <button class="btn pri" type="submit">
          登记
        </button>
      </p>
    </div>
  </form>
)

const form = z.object({
  indicator: z.string('请选择问题类型。').min(1, '请选择问题类型。'),
  seenOn: dayField('发现日期写作“年-月-日”，请重新填写。'),
  what: z.string().max(120, '问题情况请不超过120字。').optional(),
  link: z.string().optional(),
  reference: z.string().max(100, '文号请不超过100字。').optional(),
})

const fieldOf: Readonly<Record<string, string>> = {
  'problem.day-in-future': 'seenOn',
  'problem.not-judged': 'indicator',
  'problem.what-required': 'what',
  'problem.link-unreadable': 'link',
  'problem.secret-content': 'what',
  'problem.secret-reference': 'reference',
}

/** Keeps what was seen; what was refused comes back with all that was typed. */
export async function report(c: WebContext): Promise<Response> {
  const { actor, session, deps } = c.var
  const { districtId } = session
  permit(actor, 'patrol.record', { districtId })
  const accountId = idFrom(c, '账号', 'accountId')
  const values = await typedValues(c)
  const read = await readForm(c, form)
  const evidence = await readUpload(c, 'evidence')
  const lost: Record<string, string> = evidence
    ? { evidence: `“${evidence.name}”没有随本次提交保存，请重新选择。` }
    : {}
  if (!read.ok) return problemsPage(c, { values, errors: { ...lost, ...read.errors } }, 422)
  try {
    await reportProblem(deps, actor, { districtId, accountId, evidence, ...read.value })
  } catch (error) {
    const { code, message, status } = refusalOf(error)
    const at = fieldOf[code]
    const errors = { ...lost, ...(at && { [at]: message }) }
    return problemsPage(c, { values, errors, problem: message }, status)
  }
  return c.redirect(`/problems/of/${accountId}`, 303)
}

/** Takes one's own entry back, with a reason. */
export async function withdraw(c: WebContext): Promise<Response> {
  const { actor, session, deps } = c.var
  const values = await typedValues(c)
  const reason = values['reason'] ?? ''
  await withdrawProblem(deps, actor, { districtId: session.districtId, problemId: idFrom(c, '登记的问题'), reason })
  return c.redirect(`/problems/of/${encodeURIComponent(values['account'] ?? '')}`, 303)
}

const shown: readonly string[] = [mediaTypes.png, mediaTypes.jpg, mediaTypes.webp, mediaTypes.pdf]

/** The picture or paper kept with a problem; the trail says who saw it. Nothing else that is stored can be had here. */
export async function problemEvidence(c: WebContext): Promise<Response> {
  const { actor, session, deps } = c.var
  permit(actor, 'review.read', { districtId: session.districtId })
  const kept = await evidenceOfProblem(deps.db, session.districtId, idFrom(c, '登记的问题'))
  if (!kept) throw refuse('record.not-found', { what: '证据' })
  const { bytes, mediaType } = await readStoredFile(deps, session.districtId, kept.fileId)
  if (!shown.includes(mediaType)) throw refuse('record.not-found', { what: '证据' })
  await keepLook(c, {
    action: 'problem.evidence-seen',
    subject: { kind: 'account', id: kept.accountId },
    after: { problem: idFrom(c, '登记的问题'), file: kept.fileId },
  })
  return c.body(new Uint8Array(bytes), 200, { 'Content-Type': mediaType, 'Cache-Control': 'private, no-store' })
}
