import type { Instant } from '../../calendar/index.ts'
import { Empty, Head, Select } from '../../web/index.ts'
import type { Comparison, WordPart } from '../comparing/compare.ts'
import { quarterName } from '../draft.ts'
import type { ReportVersion } from '../queries.ts'
import { ReportState } from './state.tsx'

type CompareProps = {
  versions: readonly ReportVersion[]
  older: ReportVersion
  newer: ReportVersion
  found: Comparison
  nameOf: (id: string) => string
  minute: (at: Instant) => string
}

/** Two versions side by side: who made them and when, numbers from one to the other, words that came and went. */
export function ComparePage({ versions, older, newer, found, nameOf, minute }: CompareProps) {
  const { numbers, accounts, sections } = found
  const changed = sections.filter(({ isChanged }) => isChanged)
  const choices = versions.map(({ id, version }) => ({ value: id, label: `第 ${version} 版` }))
  return (
    <>
      <Head
        crumb={<a href={`/reports/${newer.id}`}>返回报告</a>}
        title={`${quarterName(newer)}监测报告　版本对照`}
        note="先列较早的一版，再列较新的一版；有底色、划去的是原来有的，下划线的是新写的"
      />
      <div class="stackv">
        <form class="card" method="get" action={`/reports/${newer.id}/compare`}>
          <div class="filter">
            <Select bare name="from" label="较早的一版" value={older.id} choices={choices} />
            <Select bare name="to" label="较新的一版" value={newer.id} choices={choices} />
            <button class="btn" type="submit">
              对照
            </button>
          </div>
        </form>
        <section class="card">
          <div class="versus in">
            {[older, newer].map((one) => (
              <p>
                <a class="nm" href={`/reports/${one.id}`}>{`第 ${one.version} 版`}</a> <ReportState report={one} />
                <br />
                <span class="mut sm">{`${nameOf(one.createdBy)}，${minute(one.createdAt)}`}</span>
              </p>
            ))}
          </div>
        </section>
        <section class="card">
          <header>
            <h2>变动的数字</h2>
            <p>{numbers.length === 0 ? '没有' : `${numbers.length} 个`}</p>
          </header>
          {numbers.length === 0 ? (
            <Empty title="两版的数字都一样" />
          ) : (
            <table class="cards">
              <thead>
                <tr>
                  <th>数字</th>
                  <th class="r">原来</th>
                  <th class="r">现在</th>
                  <th>原因</th>
                </tr>
              </thead>
              <tbody>
                {numbers.map(({ label, from, to, reasons }) => (
                  <tr>
                    <td class="t">{label}</td>
                    <td class="num r" data-l="原来">
                      {from ?? '—'}
                    </td>
                    <td class="num r" data-l="现在">
                      {to ?? '—'}
                    </td>
                    <td class="full">{reasons.length > 0 ? reasons.join('；') : '数据库单独计数，不留名单'}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          )}
        </section>
        {accounts.length > 0 && (
          <section class="card">
            <header>
              <h2>判定变动的账号</h2>
              <p>{`${accounts.length} 个`}</p>
            </header>
            <table class="cards">
              <thead>
                <tr>
                  <th>账号</th>
                  <th>原来</th>
                  <th>现在</th>
                  <th>依据</th>
                </tr>
              </thead>
              <tbody>
                {accounts.slice(0, mostAccounts).map(({ whose, from, to, because }) => (
                  <tr>
                    <td class="t">{whose}</td>
                    <td data-l="原来">{from}</td>
                    <td data-l="现在">{to}</td>
                    <td class="full">{because.join('；') || '复核进度或台账变化'}</td>
                  </tr>
                ))}
              </tbody>
            </table>
            {accounts.length > mostAccounts && (
              <p class="in mut sm">{`只列前 ${mostAccounts} 个，其余见上表各数字的名单。`}</p>
            )}
          </section>
        )}
        <section class="card">
          <header>
            <h2>文字</h2>
            <p>{changed.length === 0 ? '没有改动' : `${changed.length} 处有改动，没有改动的部分不列出`}</p>
          </header>
          {changed.map(({ title, parts }) => (
            <div class="in">
              <h3>{title}</h3>
              <div class="versus words">
                <Side parts={parts} leaves="new" label="较早的一版" />
                <Side parts={parts} leaves="gone" label="较新的一版" />
              </div>
            </div>
          ))}
        </section>
      </div>
    </>
  )
}

const mostAccounts = 200

const Side = ({ parts, leaves, label }: { parts: readonly WordPart[]; leaves: WordPart['kind']; label: string }) => {
  const own = parts.filter(({ kind }) => kind !== leaves)
  return (
    <div role="group" aria-label={label}>
      {own.length === 0 && <span class="mut">没有这一节</span>}
      {own.map(({ kind, text }) => (kind === 'same' ? text : kind === 'gone' ? <del>{text}</del> : <ins>{text}</ins>))}
    </div>
  )
}
