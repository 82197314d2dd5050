import type { FieldChange } from '../annex2/outcome.ts'

/** After somebody else saved first: what the register holds now beside what was typed here. Nothing typed is lost. */
export function Differences({ what, differences }: { what: string; differences: readonly FieldChange[] }) {
  return (
    <section class="card">
      <header>
        <h2>与现有登记不同的内容</h2>
        <p>{differences.length === 0 ? '没有不同' : `${differences.length} 项`}</p>
      </header>
      {differences.length > 0 && (
        <table class="cards cells">
          <thead>
            <tr>
              <th>事项</th>
              <th>台账现有</th>
              <th>本页填写</th>
            </tr>
          </thead>
          <tbody>
            {differences.map(({ label, before, after }) => (
              <tr>
                <td class="t">{label}</td>
                <td data-l="台账现有">{before || '未填'}</td>
                <td class="found" data-l="本页填写">
                  {after || '未填'}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <p class="in hint">{`下方仍是您填写的内容，您没有改动的项目已换成台账现有内容。核对无误后再次保存，${what}登记以本页为准。`}</p>
    </section>
  )
}
