import { fileMegabytes } from '../../vocabulary/hints.ts'
import { Alert, CsrfField, Empty, Field, Head } from '../../web/index.ts'
import { annex1Form, type Answers, fieldsOf, type FormField, type ReadField } from '../forms/index.ts'

type Place = { csrf: string; returnId: string; accountId?: string | undefined }

const pathOf = ({ returnId, accountId }: Place) => `/filing/returns/${returnId}/accounts/${accountId ?? 'new'}`

/** 读入附件1: a unit's own filled form, instead of typing it again. */
export const Annex1FileCard = (place: Place) => (
  <section class="card">
    <details class="in">
      <summary>读入填好的附件1</summary>
      <form class="row" method="post" enctype="multipart/form-data" action={`${pathOf(place)}/annex1`}>
        <CsrfField csrf={place.csrf} />
        <Field
          name="file"
          label="填好的附件1"
          type="file"
          required
          accept=".docx,.xlsx"
          hint={`Word 文档（.docx）或表格（.xlsx），不超过${fileMegabytes} MB。逐格列出读到的内容，由您选择后带入；文件不保存。`}
        />
        <p class="acts">
          <button class="btn" type="submit">
            读入
          </button>
        </p>
      </form>
    </details>
  </section>
)

type Props = Place & {
  unitName: string
  accountName: string
  version?: number | undefined
  draft: Answers
  read: readonly ReadField[]
  problem?: string | undefined
}

const fields = new Map<string, FormField>(fieldsOf(annex1Form).map((field) => [field.key, field]))
const wordOf = (key: string, answer: string) => fields.get(key)?.choices?.[answer] ?? answer

/** What stood in each cell of the form, what was read there, and what the draft has; a person chooses what is taken over. */
export function Annex1FilePage(props: Props) {
  const { unitName, accountName, draft, read, problem, csrf, version } = props
  const faulty = read.filter((field) => 'wanted' in field)
  const said = read.flatMap((field) => ('answer' in field && field.answer !== '' ? [field] : []))
  const fresh = said.filter(({ key, answer }) => answer !== (draft[key] ?? ''))
  const blank = read.length - faulty.length - said.length
  const name = said.find(({ key }) => key === 'name')?.answer
  const back = pathOf(props)
  return (
    <>
      <Head
        crumb={<a href={back}>{accountName || '添加账号'}</a>}
        title="读入附件1"
        note={`${unitName}　读到 ${said.length} 项，其中与现有填报不同 ${fresh.length} 项；读不出 ${faulty.length} 项；未填 ${blank} 项`}
      />
      {problem && <Alert tone="fail" title={problem} />}
      {accountName && name && name !== accountName && (
        <Alert tone="warn" title={`表中的名称是“${name}”，与本账号“${accountName}”不同，请确认没有选错文件。`} />
      )}
      {faulty.length > 0 && <Faulty faulty={faulty} />}
      <form class="stackv" method="post" action={`${back}/annex1/take`}>
        <CsrfField csrf={csrf} />
        {version !== undefined && <input type="hidden" name="version" value={String(version)} />}
        {said.map(({ key, answer }) => (
          <input type="hidden" name={`read-${key}`} value={answer} />
        ))}
        <section class="card">
          <header>
            <h2>读到的内容</h2>
            <p>勾选的带入填报；没有填的格子不改动现有内容</p>
          </header>
          {said.length === 0 ? (
            <Empty title="没有读到填写的内容">表格认出来了，但各格都没有填写。</Empty>
          ) : (
            <table class="cards cells">
              <thead>
                <tr>
                  <th>带入</th>
                  <th>项目</th>
                  <th>表中读到</th>
                  <th>现有填报</th>
                </tr>
              </thead>
              <tbody>
                {said.map(({ key, label, where, answer }) => (
                  <tr>
                    <td data-l="带入">
                      {answer === (draft[key] ?? '') ? (
                        '相同'
                      ) : (
                        <input type="checkbox" name="take" value={key} checked aria-label={`带入${label}`} />
                      )}
                    </td>
                    <td class="t">
                      {label}
                      {where !== '' && <small class="mut">{`　${where}`}</small>}
                    </td>
                    <td data-l="表中读到">{wordOf(key, answer)}</td>
                    <td data-l="现有填报">{wordOf(key, draft[key] ?? '') || '未填'}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          )}
        </section>
        <p class="acts">
          {fresh.length > 0 && (
            <button class="btn pri" type="submit">
              带入勾选的项目
            </button>
          )}
          <a class="btn" href={back}>
            不带入，返回
          </a>
        </p>
      </form>
    </>
  )
}

const Faulty = ({ faulty }: { faulty: readonly ReadField[] }) => (
  <section class="card">
    <header>
      <h2>读不出的格子</h2>
      <p>这些项目没有带入，请在填报页填写</p>
    </header>
    <table class="cards cells">
      <thead>
        <tr>
          <th>位置</th>
          <th>项目</th>
          <th>表中写的</th>
          <th>应当填写</th>
        </tr>
      </thead>
      <tbody>
        {faulty.map((field) => (
          <tr>
            <td class="t">{field.where}</td>
            <td data-l="项目">{field.label}</td>
            <td class="found" data-l="表中写的">
              {field.found || '空白'}
            </td>
            <td data-l="应当填写">{'wanted' in field && field.wanted}</td>
          </tr>
        ))}
      </tbody>
    </table>
  </section>
)
