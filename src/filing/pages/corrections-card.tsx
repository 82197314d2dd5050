import type { Instant } from '../../calendar/index.ts'
import { CsrfField, Field, Select } from '../../web/index.ts'
import type { Paper } from '../checking/checks.ts'
import type { Correction } from '../checking/corrections.ts'
import { type FormField, labelOf, yesNo } from '../forms/index.ts'

/** A person's name and a moment, in words. */
export type HandWords = (hand: { by: string; at: Instant }) => string

type Props = {
  /** Where its forms are sent: what is transcribed there, what is confirmed below it. */
  action: string
  csrf: string
  version: number
  papers: readonly Paper[]
  /** The accounts that the papers speak of, in words. */
  accounts: readonly { accountId: string; name: string }[]
  /** A field by its key, and the fields of an account that a pen may have changed on a paper. */
  fieldOf: (key: string) => FormField | undefined
  correctable: (paper: string, accountId: string) => readonly FormField[]
  corrections: readonly Correction[]
  /** Whether anything can still be transcribed or confirmed, and by whom it would be. */
  open: boolean
  by: string
  hand: HandWords
  /** Which paper is looked at: a pen correction stands on one. */
  paper: Paper | undefined
  /** What was sent and refused. */
  typed: (name: string) => string | undefined
}

/** An answer in the words of its form. */
export const wordOf = ({ kind, choices }: FormField, answer: string | undefined): string =>
  answer === undefined ? '—' : kind === 'choice' ? ((choices ?? yesNo)[answer as 'yes'] ?? answer) : answer

/** 手写更正: what the pen changed, paper by paper; it counts when somebody else has confirmed it. */
export function CorrectionsCard(props: Props) {
  const { papers, accounts, fieldOf, corrections, open, hand, paper } = props
  if (accounts.length === 0 || (!open && corrections.length === 0)) return null
  const titleOf = (key: string) => papers.find((one) => one.key === key)?.title ?? '—'
  const nameOf = (id: string) => accounts.find(({ accountId }) => accountId === id)?.name ?? '—'
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
              const asked = fieldOf(field)
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
      {open && paper && (
        <div class="in" id="transcribe" data-turns>
          <Transcribe {...props} paper={paper} />
        </div>
      )}
      {open && <Confirm {...props} />}
    </section>
  )
}

// Who transcribed a correction is not asked to confirm it: the server would refuse.
function Confirm({ action, csrf, version, corrections, by }: Props) {
  const waiting = corrections.filter(({ confirmed }) => !confirmed)
  const own = waiting.filter(({ transcribed }) => transcribed.by === by).length
  const others = waiting.length - own
  return (
    <>
      {own > 0 && <p class="in mut">{`您转录的${own}处，须由另一名受理人对照扫描件确认后才能受理。`}</p>}
      {others > 0 && (
        <form class="in" method="post" action={`${action}/confirm`}>
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
function Transcribe({ action, csrf, version, papers, accounts, correctable, paper, typed }: Props & { paper: Paper }) {
  const correctables = accounts.filter(({ accountId }) => correctable(paper.key, accountId).length > 0)
  const fields = correctables.flatMap(({ accountId }) => correctable(paper.key, accountId))
  if (correctables.length === 0) return null
  return (
    <form method="post" action={action} data-unsaved>
      <CsrfField csrf={csrf} />
      <input type="hidden" name="version" value={String(version)} />
      <input type="hidden" name="paper" value={paper.key} />
      <p class="hint">
        {`转录《${paper.title}》上的更正${papers.length > 1 ? '；其他表格请先在“打印内容”中选定' : ''}。`}
      </p>
      <p class="hint">
        手写更正须两名受理人办理：一人转录，另一人确认。没有第二名受理人的，请退回补正，由单位改正后重新打印、签字盖章。
      </p>
      <div class="row">
        <Select
          name="accountId"
          label="账号"
          value={typed('accountId')}
          choices={correctables.map(({ accountId, name }) => ({ value: accountId, label: name }))}
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
