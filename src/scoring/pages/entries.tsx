import { CsrfField, Field, shownMinute, Status, type WebContext } from '../../web/index.ts'
import { entryOrigins, entryStateLabels, eventKinds, type RecordKind, recordKinds, type ScoreEntry } from '../model.ts'
import type { YearScore } from '../score-year.ts'

type Props = {
  c: WebContext
  year: number
  /** What entries speak of. */
  score: YearScore | undefined
  entries: readonly ScoreEntry[]
  names: ReadonlyMap<string, string>
  mayDecide: boolean
  units?: ReadonlyMap<string, string>
  /** What was typed for one of them, when it was refused. */
  refused?: { id: string; decision: string } | undefined
}

/** 市通报表扬, 撤销“2026年6月监测：内容不更新”（2026-06-30）, 更新及时 ＋1.5分: nobody decides about what isn't named. */
const entryWords = ({ origin, kind, voids, item, points, count }: ScoreEntry, score: YearScore | undefined): string => {
  const gone = voids ? score?.events.get(voids) : undefined
  const label = score?.scheme.scheme.items.find(({ id }) => id === item)?.label
  const what =
    origin === 'record' && Object.hasOwn(recordKinds, kind)
      ? `${recordKinds[kind as RecordKind].label}${count > 1 ? ` ${count}` : ''}`
      : voids
        ? gone
          ? `撤销“${gone.title || eventKinds[gone.kind]}”（${gone.on}）`
          : '撤销一个计分事项'
        : `${label ?? (item === 'bonus' ? '加分' : `项目${item}`)} ${points! > 0 ? '＋' : ''}${points}分`
  return `${entryOrigins[origin]}：${what}`
}

const marks = { proposed: 'pend', confirmed: 'pass', rejected: 'unkn' } as const

/** 登记、更正、申诉, the newest first, with who said what; who may decides beside it. */
export const Entries = ({ c, year, score, entries, names, mayDecide, units, refused }: Props) =>
  entries.length === 0 ? null : (
    <section class="card todo">
      <header>
        <h2>登记、更正、申诉</h2>
        <p>经提出人以外的人确认后计入</p>
      </header>
      <ul>
        {entries.map((entry) => (
          <li>
            <div>
              <b>{entryWords(entry, score)}</b>
              <p>
                {[
                  units?.get(entry.unitId),
                  entry.on,
                  `${names.get(entry.enteredBy) ?? '系统用户'}提出，${shownMinute(c, entry.enteredAt)}`,
                ]
                  .filter(Boolean)
                  .join('　')}
              </p>
              <p>{entry.note}</p>
              {entry.fileId && (
                <p>
                  <a href={`/score/${year}/entries/${entry.id}/files/proof`}>{entry.fileName ?? '证明材料'}</a>
                </p>
              )}
              {entry.decision && (
                <p>{`${names.get(entry.decidedBy ?? '') ?? '系统用户'}：${entry.decision}（${entry.decidedAt ? shownMinute(c, entry.decidedAt) : ''}）`}</p>
              )}
              {mayDecide && entry.state === 'proposed' && (
                <form method="post" action={`/score/${year}/entries/${entry.id}`}>
                  <CsrfField csrf={c.var.session.csrf} />
                  <Field
                    name="decision"
                    id={`decision-${entry.id}`}
                    label="处理意见"
                    required
                    value={refused?.id === entry.id ? refused.decision : undefined}
                  />
                  <p class="acts">
                    <button class="btn pri" type="submit" name="confirmed" value="yes">
                      确认
                    </button>
                    <button class="btn bad" type="submit" name="confirmed" value="no">
                      不予采纳
                    </button>
                  </p>
                </form>
              )}
            </div>
            <Status mark={marks[entry.state]} word={entryStateLabels[entry.state]} />
          </li>
        ))}
      </ul>
    </section>
  )
