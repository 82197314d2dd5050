import { hints } from '../../vocabulary/hints.ts'
import { sentences } from '../../vocabulary/sentences.ts'
import { CsrfField, Field, Select, type WebContext } from '../../web/index.ts'
import { linesOf } from '../lines.ts'
import { type EntryOrigin, entryOrigins, recordKinds } from '../model.ts'
import type { UnitScore } from '../rules.ts'
import type { YearScore } from '../score-year.ts'

export type FormsView = {
  c: WebContext
  year: number
  score: YearScore
  own: UnitScore
  /** What this person may enter now. */
  open: readonly EntryOrigin[]
  /** A unit tells of itself alone what speaks for it. */
  office: boolean
  typed: Readonly<Record<string, string>>
}

const titles: Readonly<Record<EntryOrigin, string>> = {
  record: '登记计分事项',
  panel: '提出评审更正',
  appeal: '提出申诉',
}

/** What may be entered of this unit in the state of the year, each in its own form. */
export const EntryForms = (view: FormsView) => (
  <>
    {view.open.map((origin) => (
      <EntryForm view={view} origin={origin} />
    ))}
  </>
)

function EntryForm({ view, origin }: { view: FormsView; origin: EntryOrigin }) {
  const { c, year, own, office } = view
  const typed = view.typed['origin'] === origin ? view.typed : {}
  const title = origin === 'record' && !office ? '自查自报' : titles[origin]
  const note = origin === 'appeal' ? '申诉理由' : origin === 'panel' ? '更正理由' : '依据和说明'
  return (
    <section class="card">
      <header>
        <h2>{title}</h2>
      </header>
      <form class="in" method="post" action={`/score/${year}/units/${own.unitId}`} enctype="multipart/form-data">
        <CsrfField csrf={c.var.session.csrf} />
        {origin === 'record' ? (
          <RecordFields view={view} typed={typed} />
        ) : (
          <ChangeFields view={view} origin={origin} typed={typed} />
        )}
        <Field
          name="note"
          id={`note-${origin}`}
          label={note}
          type="textarea"
          required
          value={typed['note']}
          hint={sentences.nothingSecret}
        />
        <Field
          name="file"
          id={`file-${origin}`}
          label="证明材料"
          type="file"
          accept=".pdf,.jpg,.jpeg,.png,.webp"
          hint={origin === 'record' ? `加分事项必须上传，并加盖公章。${hints.scanFile}` : hints.scanFile}
        />
        <p class="acts">
          <button class="btn pri" type="submit" name="origin" value={origin}>
            {origin === 'record' && !office ? '报送' : `提出${entryOrigins[origin].replace('人工', '')}`}
          </button>
        </p>
      </form>
    </section>
  )
}

type Fields = { view: FormsView; typed: Readonly<Record<string, string>> }

const RecordFields = ({ view, typed }: Fields) => (
  <div class="row">
    <Select
      name="kind"
      label="事项"
      required
      value={typed['kind']}
      choices={[
        { value: '', label: '请选择' },
        ...Object.entries(recordKinds)
          .filter(([, { good }]) => view.office || good)
          .map(([value, { label }]) => ({ value, label })),
      ]}
    />
    <Field name="on" label="日期" type="date" required value={typed['on']} />
    <Field name="count" label="数量" type="number" required value={typed['count'] ?? '1'} />
    <Select
      name="accountId"
      label="账号"
      value={typed['accountId']}
      choices={[
        { value: '', label: '单位整体' },
        ...view.own.accounts.map(({ accountId, name }) => ({ value: accountId, label: name || '账号' })),
      ]}
    />
  </div>
)

function ChangeFields({ view, origin, typed }: Fields & { origin: EntryOrigin }) {
  const { own, score } = view
  const gone = new Set(own.voided)
  const lines = linesOf(own, score.events).filter(
    ({ event }) => event.kind !== 'change' && !gone.has(event.id) && !own.unused.includes(event.id),
  )
  return (
    <>
      <Select
        name="voids"
        id={`voids-${origin}`}
        label="不应计入的事项"
        value={typed['voids']}
        choices={[
          { value: '', label: '（不是某一事项）' },
          ...lines.map(({ event, item, words, worth }) => ({
            value: event.id,
            label: `${event.on} ${event.title || words}（${item} ${worth}）`,
          })),
        ]}
      />
      <Select
        name="item"
        id={`item-${origin}`}
        label="或者更正项目"
        value={typed['item']}
        choices={[
          { value: '', label: '（不更正项目）' },
          ...score.scheme.scheme.items.map(({ id, label }) => ({ value: id, label })),
          { value: 'bonus', label: '加分' },
        ]}
      />
      <Field
        name="points"
        id={`points-${origin}`}
        label="更正的分值"
        value={typed['points']}
        hint="加分填正数，减分填负数；更正后不超过该项目的分值，也不低于0分。"
      />
    </>
  )
}
