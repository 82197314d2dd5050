import type { Child } from 'hono/jsx'
import { type CivilDate, formatDayZh } from '../../calendar/index.ts'
import { dispositionLabels } from '../../registry/index.ts'
import { platforms } from '../../vocabulary/platforms.ts'
import { sentences } from '../../vocabulary/sentences.ts'
import { Alert, CsrfField, Field, Head, Select } from '../../web/index.ts'
import { BeginClosing } from '../closing/index.ts'
import { waitsForSheet } from '../items/decision.ts'
import { repeatedRule } from '../items/repeated-rule.ts'
import { allowedOf, type CleanupItem, type ItemAction } from '../items/model.ts'
import { certaintyLabels, type Reason, ruleClassLabels } from '../model.ts'
import { cleanupQuantities, quantityWords } from '../quantities.ts'
import { cleanupRules } from '../rules/index.ts'
import { ItemSides, type SignedPaper } from './item-sides.tsx'
import { isOverdue, ItemMark } from './items.tsx'

type Props = {
  csrf: string
  item: CleanupItem
  names: ReadonlyMap<string, string>
  paper: SignedPaper | undefined
  today: CivilDate
  may: (action: ItemAction) => boolean
  closingId: string | undefined
  /** Whether who looks is of the unit itself; anybody else speaks for it. */
  ownUnit: boolean
  /** Whether who looks may open 审定表签章. */
  seesSheets: boolean
  /** Who typed in the unit's word for it; undefined: it was the unit. */
  enteredBy: string | undefined
  /** What was sent and refused. */
  typed?: Readonly<Record<string, string>>
  problem?: string | undefined
  trail: Child
}

/** One account under clean-up: every rule that spoke, what is not known, what would change it, and the next step. */
export function ItemPage(props: Props) {
  const { item, today, problem, trail } = props
  const { proposal } = item
  return (
    <>
      <Head
        crumb={<a href="/cleanup">清理整合</a>}
        title={
          <>
            {item.accountName} <ItemMark state={item.state} box />
          </>
        }
        note={`${item.unitName}　${platforms[item.platform].label}　${formatDayZh(item.asOf)}判定`}
      />
      {problem && <Alert tone="fail" title={problem} />}
      {isOverdue(item, today) && <Alert tone="fail" title={`已过办理期限${formatDayZh(item.dueOn!)}，请尽快办理。`} />}
      {(item.decidedDisposition === 'close' || item.decidedDisposition === 'deregister') && item.state !== 'closed' && (
        <Alert tone="pend" title={sentences.stillMonitored}>
          {props.closingId ? (
            <a href={`/closings/${props.closingId}`}>关停注销办理</a>
          ) : (
            !waitsForSheet(item) &&
            props.may('hand-in') && <BeginClosing csrf={props.csrf} accountId={item.accountId} />
          )}
        </Alert>
      )}
      {item.joinedItemId && (
        <Alert tone="unkn" title="同一账号的最近事项已经审定，本项并入其中，不再单独办理。">
          <a href={`/cleanup/${item.joinedItemId}`}>查看最近事项</a>
        </Alert>
      )}
      {item.newerOpen && item.decidedDisposition === null && (
        <Alert
          tone="pend"
          title={`该账号另有${formatDayZh(item.newerOpen)}判定的事项，请审定最近一项，本项随之并入。`}
        />
      )}
      {waitsForSheet(item) && (
        <Alert tone="pend" title={`已列入第${item.sheetNumber}号审定表，签字盖章并经核对后办理。`}>
          {props.seesSheets && <a href={`/cleanup/sheets/${item.sheetId}`}>查看审定表</a>}
        </Alert>
      )}
      <div class="stackv">
        <ItemSides {...props} />
        <section class="card">
          <header>
            <h2>系统建议的依据</h2>
            <p>{proposalWords(item)}</p>
          </header>
          <ul class="plain rows">
            {proposal.reasons.map((reason) => (
              <ReasonLine reason={reason} />
            ))}
          </ul>
          {proposal.unknowns.length > 0 && (
            <div class="in">
              <Alert tone="unkn" title="以下情况尚不清楚，没有据此提出建议">
                <ul>
                  {proposal.unknowns.map((unknown) => (
                    <li>{unknown}</li>
                  ))}
                </ul>
              </Alert>
            </div>
          )}
          <p class="in">{`建议会因此改变：${proposal.wouldChange}`}</p>
        </section>
        <Next {...props} />
        {trail}
      </div>
    </>
  )
}

// The rules that ask for a reason are named: a firm proposal beside them asks for none.
function proposalWords({ disposition, needsReason, proposal }: CleanupItem): string {
  const asking = proposal.reasons.filter(asksForReason).map(({ rule }) => rule)
  const reason = needsReason ? `保留须说明理由${asking.length > 0 ? `（${asking.join('、')}）` : ''}` : ''
  if (disposition === null) return '—'
  if (disposition === 'keep' && reason !== '') return reason
  return [dispositionLabels[disposition], reason].filter(Boolean).join('；')
}

const asksForReason = ({ class: weighs, disposition }: Reason) => weighs === 'in-principle' && disposition !== 'keep'

function ruleWords(reason: Reason): string {
  const label = [...cleanupRules, repeatedRule].find(({ id }) => id === reason.rule)?.label ?? ''
  if (asksForReason(reason)) return `${label}：保留的须说明理由`
  const proposed = reason.disposition ? `：${dispositionLabels[reason.disposition]}` : ''
  return `${label}　${ruleClassLabels[reason.class]}${proposed}`
}

// Days, times or accounts; a rule that counts nothing says what it goes by.
function marginWords({ margin, quantities }: Reason): string {
  if (typeof margin !== 'number') return margin ?? ''
  const [first] = quantities ?? []
  const unit = first ? cleanupQuantities[first.key].unit : '个'
  return margin < 0 ? `超出${-margin}${unit}` : `尚差${margin}${unit}`
}

const ReasonLine = ({ reason }: { reason: Reason }) => (
  <li>
    <p>
      <b>{reason.rule}</b>
      {`　${ruleWords(reason)}`}
    </p>
    <p>{reason.says}</p>
    <p class="mut">{`依据：${reason.clause}（${certaintyLabels[reason.certainty]}）`}</p>
    {reason.margin !== undefined && <p class="mut">{`与判定界限的差距：${marginWords(reason)}`}</p>}
    {reason.quantities && (
      <p class="mut">{`判定数值：${reason.quantities.map(({ key, ...set }) => quantityWords(key, set)).join('；')}`}</p>
    )}
  </li>
)

const choices = Object.entries(dispositionLabels).map(([value, label]) => ({ value, label }))

function Next({ csrf, item, may, ownUnit, typed = {} }: Props) {
  const next = allowedOf(item)
  const can = (action: ItemAction) =>
    next[action] !== undefined && may(action) && !(action === 'hand-in' && waitsForSheet(item))
  const hidden = (
    <>
      <CsrfField csrf={csrf} />
      <input type="hidden" name="version" value={String(item.version)} />
    </>
  )
  const form = (path: string, title: string, body: Child, label: string, upload = false) => (
    <section class="card">
      <header>
        <h2>{title}</h2>
      </header>
      <form
        class="in"
        method="post"
        action={`/cleanup/${item.id}/${path}`}
        {...(upload && { enctype: 'multipart/form-data' })}
      >
        {hidden}
        {body}
        <p class="acts">
          <button class="btn pri" type="submit">
            {label}
          </button>
        </p>
      </form>
    </section>
  )
  const proposed = item.unitDisposition ?? item.disposition ?? 'keep'
  return (
    <>
      {can('confirm') &&
        !item.unitFilingNumber &&
        (ownUnit || item.unitDisposition === null) &&
        form(
          'confirm',
          ownUnit ? '单位确认' : '代录单位意见',
          <div class="row">
            <Select
              name="disposition"
              id="confirm-disposition"
              label="整改措施"
              value={typed['disposition'] ?? (ownUnit ? proposed : '')}
              choices={ownUnit ? choices : [{ value: '', label: '请选择' }, ...choices]}
            />
            <Field
              name="reason"
              id="confirm-reason"
              label="理由"
              value={typed['reason']}
              hint="与系统建议不一致，或保留原则上不应开设的账号，须写明理由。"
            />
          </div>,
          ownUnit ? '确认' : '代录',
        )}
      {can('decide') &&
        form(
          'decide',
          '审定',
          <div class="row">
            <Select name="disposition" label="审定意见" value={typed['disposition'] ?? proposed} choices={choices} />
            <Field
              name="workingDays"
              label="办理期限：工作日数"
              value={typed['workingDays']}
              hint="自次日起算，随放假安排调整；保留的不填，审定后即销号。"
            />
            <Field
              name="dueOn"
              label="或写明日期"
              type="date"
              value={typed['dueOn']}
              hint="已填工作日数的，以工作日数为准。"
            />
            <Field name="reason" label="理由" value={typed['reason']} />
          </div>,
          '审定',
        )}
      {can('hand-in') &&
        form(
          'evidence',
          '提交办理证明',
          <div class="row">
            <Field name="note" label="办理情况" value={typed['note']} required />
            <Field
              name="file"
              id="evidence-file"
              label="办理证明"
              type="file"
              accept=".pdf,.jpg,.jpeg,.png"
              hint={sentences.nothingSecret}
            />
          </div>,
          '提交',
          true,
        )}
      {can('verify') &&
        form(
          'verify',
          '核验',
          <Field name="note" id="verify-note" label="核验意见" value={typed['note']} />,
          '核验通过',
        )}
      {can('return') &&
        form(
          'return',
          '退回重办',
          <Field name="note" id="return-note" label="退回理由" value={typed['note']} required />,
          '退回',
        )}
      {can('close') &&
        form(
          'close',
          '销号',
          <p>{item.state === 'verified' ? '核验通过，可以销号。' : '审定保留，没有需要办理的事项，可以销号。'}</p>,
          '销号',
        )}
    </>
  )
}
