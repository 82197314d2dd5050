import { CsrfField, Field, shownMinute } from '../../web/index.ts'
import { type SectionName, sectionLabels } from '../letter/content.ts'
import { momentZh } from '../letter/paper.ts'
import { nextItemState } from '../model.ts'
import type { ItemView } from './item.tsx'

const sectionNames = Object.keys(sectionLabels) as SectionName[]

/** 反馈函: every version, what the system put into it with its source, and the sections that the office writes. */
export function LetterCard(view: ItemView) {
  const { letters, item, names, c } = view
  const [newest] = letters
  if (!newest) return null
  return (
    <section class="card">
      <header>
        <h2>反馈函</h2>
        <p>{item.letterNumber ?? '草稿，审签后编号'}</p>
      </header>
      <table class="cards">
        <thead>
          <tr>
            <th>版本</th>
            <th>时间</th>
            <th>办理</th>
            <th>下载</th>
          </tr>
        </thead>
        <tbody>
          {letters.map(({ version, madeBy, madeAt, content }) => (
            <tr>
              <td class="t">{`第${version}版${content.signedOn ? '（审签）' : ''}`}</td>
              <td data-l="时间">{shownMinute(c, madeAt)}</td>
              <td data-l="办理">{names.get(madeBy) ?? '系统用户'}</td>
              <td class="full">
                <a href={`/superiors/${item.id}/letter/${version}/pdf`} aria-label={`第${version}版PDF`}>
                  PDF
                </a>
                {'　'}
                <a href={`/superiors/${item.id}/letter/${version}/docx`} aria-label={`第${version}版Word`}>
                  Word
                </a>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {newest.content.facts.length > 0 && (
        <table class="cards">
          <thead>
            <tr>
              <th>系统所载情况</th>
              <th>单位、账号</th>
              <th>来源和时间</th>
            </tr>
          </thead>
          <tbody>
            {newest.content.facts.map((fact) => (
              <tr>
                <td class="t">{fact.text}</td>
                <td data-l="单位、账号">{`${fact.unitName}${fact.about ? `　${fact.about}` : ''}`}</td>
                <td data-l="来源">{`${fact.source}，${momentZh(fact.asOf)}`}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {nextItemState[item.state].edit && view.may('edit') && <EditForm {...view} />}
    </section>
  )
}

const EditForm = (view: ItemView) => {
  const newest = view.letters[0]!
  const typed = view.typed?.form === 'edit' ? view.typed.values : undefined
  const { sections, ownSource } = newest.content
  return (
    <details open={typed !== undefined} class="in">
      <summary>修改文字</summary>
      <form method="post" action={`/superiors/${view.item.id}`} enctype="multipart/form-data">
        <CsrfField csrf={view.c.var.session.csrf} />
        <input type="hidden" name="form" value="edit" />
        <input type="hidden" name="version" value={String(view.item.version)} />
        <input type="hidden" name="letter" value={String(newest.version)} />
        {sectionNames.map((name) => (
          <Field
            name={name}
            label={sectionLabels[name]}
            type="textarea"
            rows={4}
            required
            value={typed?.[name] ?? sections[name]}
          />
        ))}
        <Field
          name="ownSource"
          label="其他数字的来源"
          maxlength={200}
          value={typed?.['ownSource'] ?? ownSource}
          hint="文字中的数字应出自交办要求、单位反馈或者系统所载情况；另有依据的在这里写明，印在函末。"
        />
        <p class="acts">
          <button class="btn pri" type="submit" name="action" value="edit">
            保存为新一版
          </button>
        </p>
      </form>
    </details>
  )
}
