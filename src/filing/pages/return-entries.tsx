import { platforms } from '../../vocabulary/platforms.ts'
import { Alert, Empty } from '../../web/index.ts'
import { accountWords, type EntryDefect } from '../returns/content.ts'
import { mayAdd } from '../returns/paper-fields.ts'
import type { KeptEntry } from '../returns/records.ts'
import { type ReturnView, typable } from './return-view.tsx'

/** What was saved, when, and what is missing of it: a form that saves in silence is filled in twice. */
export function SavedNote({ entries, defects, saved, minute }: ReturnView) {
  const entry = entries.find(({ accountId }) => accountId === saved)
  if (!entry) return null
  return (
    <Alert tone="pass" title={`已保存：${accountWords(entry.answers)}`}>
      {`保存时间 ${minute(entry.savedAt)}，${fillWords(openOf(defects, entry.accountId))}。`}
    </Alert>
  )
}

const openOf = (defects: readonly EntryDefect[], accountId: string) =>
  defects.filter((defect) => defect.accountId === accountId).length
const fillWords = (open: number) => (open === 0 ? '已填齐' : `还有${open}处未填或有误`)

// What the ledger filled in nobody has saved yet.
const isSaved = ({ added, version }: KeptEntry) => added || version > 1

/** The accounts of a return, each with what its form still wants. */
export function EntriesCard({ view }: { view: ReturnView }) {
  const { one, entries, defects, doubts } = view
  return (
    <section class="card">
      <header>
        <h2>账号</h2>
        <p>{`${entries.length} 个`}</p>
      </header>
      {entries.length === 0 ? (
        <Empty title="还没有账号">台账中没有本单位的账号，请逐个添加。</Empty>
      ) : (
        <table class="cards">
          <thead>
            <tr>
              <th>名称</th>
              <th>平台</th>
              <th>填报情况</th>
              <th>
                <span class="vh">办理</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {entries.map((entry) => {
              const { accountId, added, answers } = entry
              const open = openOf(defects, accountId)
              return (
                <tr>
                  <td class="t full">
                    <a href={`/filing/returns/${one.id}/accounts/${accountId}`}>{answers['name'] ?? '（未填名称）'}</a>
                    {added && <small>台账中尚未登记，受理后登记</small>}
                  </td>
                  <td data-l="平台">{platformWord(answers['platform'])}</td>
                  <td data-l="填报情况">
                    {open === 0 ? fillWords(open) : <b class="fl">{fillWords(open)}</b>}
                    {typable(view) && doubts.get(accountId)?.map((says) => <small class="wn">{says}</small>)}
                    {typable(view) && isSaved(entry) && <small>{`${view.minute(entry.savedAt)}保存`}</small>}
                  </td>
                  <td>
                    {typable(view) && (
                      <a class="btn sml" href={`/filing/returns/${one.id}/accounts/${accountId}`}>
                        填写
                      </a>
                    )}
                  </td>
                </tr>
              )
            })}
          </tbody>
        </table>
      )}
      {typable(view) && mayAdd(view.campaign.forms) && (
        <footer>
          <a class="btn" href={`/filing/returns/${one.id}/accounts/new`}>
            添加账号
          </a>
        </footer>
      )}
    </section>
  )
}

const platformWord = (code: string | undefined) =>
  code && code in platforms ? platforms[code as keyof typeof platforms].label : '—'
