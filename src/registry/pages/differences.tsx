import type { FieldChange } from '../annex2/outcome.ts'

type Props = {
  /** What is saved: 账号登记, 填报内容. */
  what: string
  /** What the column of what is saved now is called. */
  now?: string
  /** True where fields left as they were shown have taken what was saved meanwhile. */
  renewed?: boolean
  differences: readonly FieldChange[]
}

/** After somebody else saved first: what is kept now beside what was typed here. Nothing typed is lost. */
export function Differences({ what, now = '台账现有', renewed = false, differences }: Props) {
  return (
    <section class="card">
      <header>
        <h2>{`与现有${what}不同之处`}</h2>
        <p>{differences.length === 0 ? '没有不同' : `${differences.length} 项`}</p>
      </header>
      {differences.length > 0 && (
        <table class="cards cells">
          <thead>
            <tr>
              <th>事项</th>
              <th>{now}</th>
              <th>本页填写</th>
            </tr>
          </thead>
          <tbody>
            {differences.map(({ label, before, after }) => (
              <tr>
                <td class="t">{label}</td>
                <td data-l={now}>{before || '未填'}</td>
                <td class="found" data-l="本页填写">
                  {after || '未填'}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <p class="in hint">{`下方仍是您填写的内容${renewed ? '，您没有改动的项目已换成台账现有内容' : ''}。核对无误后再次保存，${what}以本页为准。`}</p>
    </section>
  )
}
