import type { Instant } from '../../calendar/index.ts'
import { CsrfField, Field, Select } from '../../web/index.ts'
import { accountForms, fieldsOf, type FormField, labelOf, yesNo } from '../forms/index.ts'
import { accountWords, type PaperName, papersOf, type PrintedContent } from '../returns/content.ts'
import { correctable, type Correction } from '../returns/corrections.ts'

/** A person's name and a moment, in words. */
export type HandWords = (hand: { by: string; at: Instant }) => string

type Props = {
  csrf: string
  returnId: string
  version: number
  content: PrintedContent
  corrections: readonly Correction[]
  /** Whether anything can still be transcribed or confirmed, and by whom it would be. */
  open: boolean
  by: string
  hand: HandWords
  /** Which paper is looked at: a pen correction stands on one. */
  paper: PaperName | undefined
  /** What was sent and refused. */
  typed: (name: string) => string | undefined
}

/** An answer in the words of its form. */
export const wordOf = ({ kind, choices }: FormField, answer: string | undefined): string =>
  answer === undefined ? '—' : kind === 'choice' ? ((choices ?? yesNo)[answer as 'yes'] ?? answer) : answer

/** 手写更正: what the pen changed, paper by paper; it counts when somebody else has confirmed it. */
export function CorrectionsCard(props: Props) {
  const { content, corrections, open, hand, paper } = props
  if (content.entries.length === 0 || (!open && corrections.length === 0)) return null
  const labelFor = (key: string) => accountForms.flatMap(fieldsOf).find((field) => field.key === key)
  const titleOf = (key: string) => papersOf(content).find((one) => one.key === key)?.title ?? '—'
  const nameOf = (id: string) => accountWords(content.entries.find(({ accountId }) => accountId === id)?.answers ?? {})
  const waiting = corrections.filter(({ confirmed }) => !confirmed).length
  return (
    <section class="card">
      <header>
        <h2>手写更正</h2>
        <p>{corrections.length === 0 ? '没有转录' : `已转录 ${corrections.length} 处，待确认 ${waiting} 处`}</p>
      </header>
      {corrections.length > 0 && (
        <table class="cards">
          <thead>
            <tr>
              <th>表格</th>
              <th>账号</th>
              <th>栏目</th>
              <th>打印内容</th>
              <th>手写更正</th>
              <th>转录</th>
              <th>确认</th>
            </tr>
          </thead>
          <tbody>
            {corrections.map(({ paper: key, accountId, field, printed, written, transcribed, confirmed }) => {
              const asked = labelFor(field)
              return (
                <tr>
                  <td class="t full">{titleOf(key)}</td>
                  <td data-l="账号">{nameOf(accountId)}</td>
                  <td data-l="栏目">{asked ? labelOf(asked) : field}</td>
                  <td data-l="打印内容">{asked ? wordOf(asked, printed || undefined) : printed}</td>
                  <td data-l="手写更正">{asked ? wordOf(asked, written) : written}</td>
                  <td data-l="转录">{hand(transcribed)}</td>
                  <td data-l="确认">{confirmed ? hand(confirmed) : '待确认'}</td>
                </tr>
              )
            })}
          </tbody>
        </table>
      )}
      {open && paper && <Transcribe {...props} paper={paper} />}
      {open && <Confirm {...props} />}
    </section>
  )
}

// Who transcribed a correction is not asked to confirm it: the server would refuse.
function Confirm({ csrf, returnId, version, corrections, by }: Props) {
  const waiting = corrections.filter(({ confirmed }) => !confirmed)
  const own = waiting.filter(({ transcribed }) => transcribed.by === by).length
  const others = waiting.length - own
  return (
    <>
      {own > 0 && <p class="in mut">{`您转录的${own}处，须由另一名受理人对照扫描件确认后才能受理。`}</p>}
      {others > 0 && (
        <form class="in" method="post" action={`/filing/returns/${returnId}/check/corrections/confirm`}>
          <CsrfField csrf={csrf} />
          <input type="hidden" name="version" value={String(version)} />
          <p class="acts">
            <button class="btn pri" type="submit">
              {`已对照扫描件，确认${others}处更正`}
            </button>
          </p>
        </form>
      )}
    </>
  )
}

/** Transcribes what the pen changed on the paper that is looked at; a paper of which no field can be changed has no form. */
function Transcribe({ csrf, returnId, version, content, paper, typed }: Props & { paper: PaperName }) {
  const accounts = content.entries.filter(({ accountId }) => correctable(content, paper.key, accountId).length > 0)
  const fields = accounts.flatMap(({ accountId }) => correctable(content, paper.key, accountId))
  if (accounts.length === 0) return null
  return (
    <form class="in" method="post" action={`/filing/returns/${returnId}/check/corrections`}>
      <CsrfField csrf={csrf} />
      <input type="hidden" name="version" value={String(version)} />
      <input type="hidden" name="paper" value={paper.key} />
      <p class="hint">{`转录《${paper.title}》上的更正；其他表格请先在“打印内容”中选定。`}</p>
      <p class="hint">
        手写更正须两名受理人办理：一人转录，另一人确认。没有第二名受理人的，请退回补正，由单位改正后重新打印、签字盖章。
      </p>
      <div class="row">
        <Select
          name="accountId"
          label="账号"
          value={typed('accountId')}
          choices={accounts.map(({ accountId, answers }) => ({ value: accountId, label: accountWords(answers) }))}
        />
        <Select
          name="field"
          label="栏目"
          value={typed('field')}
          choices={fields
            .filter(({ key }, at) => fields.findIndex((one) => one.key === key) === at)
            .map((field) => ({ value: field.key, label: labelOf(field) }))}
        />
        <Field name="written" label="手写的内容" value={typed('written')} hint="选择题按“是、否、未涉及”等原字转录。" />
      </div>
      <p class="acts">
        <button class="btn" type="submit">
          转录更正
        </button>
      </p>
    </form>
  )
}
