import { CsrfField, Head, shownMinute, type WebContext } from '../../../web/index.ts'
import { type TextChanges, wholePartsNote } from '../compare-texts.ts'
import { keptLabels, type Manuscript, numberWords, type TextVersion } from '../model.ts'
import type { VersionRow } from '../queries.ts'

type Props = {
  c: WebContext
  manuscript: Manuscript
  rows: readonly VersionRow[]
  names: ReadonlyMap<string, string>
  pair: { from: TextVersion; to: TextVersion; changes: TextChanges; facts: readonly string[] } | undefined
  mayUse: boolean
}

/** 各版对照: words that came and went between any two, and which of two that were written side by side is used. */
export const VersionsPage = ({ c, manuscript, rows, names, pair, mayUse }: Props) => (
  <>
    <Head
      crumb={<a href={`/manuscripts/${manuscript.id}`}>{`稿件审签 › ${numberWords(manuscript.number)}`}</a>}
      title={`各版对照　${manuscript.title}`}
      note={`现用第${manuscript.textNumber}版，旧版照原样保留；同一人连续的自动保存只留最后一版，编号不连续`}
    />
    <div class="stackv">
      {pair && (
        <section class="card">
          <header>
            <h2>{`第${pair.from.number}版 → 第${pair.to.number}版`}</h2>
            <p>
              {['删去的有删除线，新加的有下划线', ...(pair.changes.hasWholeParts ? [wholePartsNote] : [])].join('；')}
            </p>
          </header>
          <div class="in">
            {pair.facts.length > 0 && (
              <ul class="plain sm">
                {pair.facts.map((fact) => (
                  <li>{fact}</li>
                ))}
              </ul>
            )}
            <div class="versus words">
              <div>
                {pair.changes.parts.map(({ kind, text }) =>
                  kind === 'new' ? null : kind === 'gone' ? <del>{text}</del> : text,
                )}
              </div>
              <div>
                {pair.changes.parts.map(({ kind, text }) =>
                  kind === 'gone' ? null : kind === 'new' ? <ins>{text}</ins> : text,
                )}
              </div>
            </div>
            {mayUse && pair.to.number !== manuscript.textNumber && (
              <form class="acts" method="post" action={`/manuscripts/${manuscript.id}/use`}>
                <CsrfField csrf={c.var.session.csrf} />
                <input type="hidden" name="basedOn" value={String(manuscript.textNumber)} />
                <input type="hidden" name="number" value={String(pair.to.number)} />
                <button class="btn" type="submit">
                  {`改用第${pair.to.number}版的文字`}
                </button>
                <span class="mut sm">存为新的一版；要合并两份文字的，改用一份后再修改。</span>
              </form>
            )}
          </div>
        </section>
      )}
      <section class="card">
        <form class="filter" method="get" action={`/manuscripts/${manuscript.id}/versions`}>
          <VersionChoice name="from" label="从" rows={rows} value={pair?.from.number} />
          <VersionChoice name="to" label="到" rows={rows} value={pair?.to.number} />
          <button class="btn" type="submit">
            对照
          </button>
        </form>
        <table class="cards">
          <thead>
            <tr>
              <th>版本</th>
              <th>标题</th>
              <th class="r">字数</th>
              <th>保存</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr>
                <td class="t">
                  {`第${row.number}版`}
                  <small>{`${keptLabels[row.kept]}${row.basedOn === null ? '' : `，在第${row.basedOn}版上修改`}`}</small>
                </td>
                <td class="full">{row.title}</td>
                <td class="num r" data-l="字数">
                  {row.letters}
                </td>
                <td data-l="保存">{`${names.get(row.savedBy) ?? ''}　${shownMinute(c, row.savedAt)}`}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </div>
  </>
)

type ChoiceProps = { name: string; label: string; rows: readonly VersionRow[]; value: number | undefined }

const VersionChoice = ({ name, label, rows, value }: ChoiceProps) => (
  <label>
    {label}{' '}
    <select name={name}>
      {rows.map(({ number }) => (
        <option value={String(number)} selected={number === value}>
          {`第${number}版`}
        </option>
      ))}
    </select>
  </label>
)
