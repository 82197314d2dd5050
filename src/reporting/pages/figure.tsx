import { Empty, Head, Pager, pageSize, type WebContext } from '../../web/index.ts'
import { quarterName } from '../draft.ts'
import { figureRows, shareParts } from '../figure-rows.ts'
import { figureWords } from '../figure-words.ts'
import { figureText } from '../figures.ts'
import type { Report } from './report.tsx'
import { asOf } from './bound-text.tsx'
import type { ListLink } from './figure-lists.ts'

const units = { count: '', rate: '%', points: ' 个百分点' } as const

/** The rows behind one number of a version, out of the facts it was printed from. */
export function FigurePage({
  c,
  report: { id, version, content },
  figure,
  page,
  mayOpen,
  lists,
}: {
  c: WebContext
  report: Report
  figure: string
  page: number
  /** Whether accounts may be opened by this person. */
  mayOpen: boolean
  /** Where else the number can be looked up. */
  lists: readonly ListLink[]
}) {
  const { facts } = content
  const { label, meaning, unit } = figureWords(facts, figure)
  const list = figureRows(facts, figure)
  const parts = shareParts(facts, figure)
  const rows = list?.rows ?? []
  return (
    <>
      <Head
        crumb={<a href={`/reports/${id}`}>{`${quarterName(facts)}监测报告　第 ${version} 版`}</a>}
        title={`${label}　${figureText(facts, figure)}${units[unit]}`}
        note={`${meaning}${asOf(facts)}`}
      />
      <section class="card">
        {parts && <p class="in">{parts}</p>}
        {!list || rows.length === 0 ? (
          <Empty title={list ? '一个也没有' : '报告只记这个数，不留名单'}>
            {list ? '' : '这个数由数据库单独计数，不点名；口径见上。'}
            {!list && lists.length > 0 && <Elsewhere lists={lists} />}
          </Empty>
        ) : (
          <table class="cards">
            <thead>
              <tr>
                {list.heads.map((head) => (
                  <th>{head}</th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.slice((page - 1) * pageSize, page * pageSize).map(({ cells, accountId }) => (
                <tr>
                  {cells.map((cell, at) => (
                    <td class={at === 0 ? 't' : undefined} data-l={at === 0 ? undefined : list.heads[at]}>
                      {at === 1 && accountId && mayOpen && cell !== '—' ? (
                        <a href={`/accounts/${accountId}`}>{cell}</a>
                      ) : (
                        cell
                      )}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        )}
        <Pager c={c} page={page} total={rows.length} />
      </section>
    </>
  )
}

const Elsewhere = ({ lists }: { lists: readonly ListLink[] }) => (
  <>
    <br />
    下列清单可以对照，编制以后有变动的，以清单现状为准。
    <br />
    {lists.map(({ href, label }, at) => (
      <>
        {at > 0 && '　'}
        <a href={href}>{label}</a>
      </>
    ))}
  </>
)
