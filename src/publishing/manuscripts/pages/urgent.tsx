import { formatMinute, type Instant } from '../../../calendar/index.ts'
import { Empty, Head, Status } from '../../../web/index.ts'
import { type Manuscript, numberWords } from '../model.ts'
import { urgentClocks } from '../urgent.ts'
import { ManuscriptMark } from './words.tsx'

type Props = { open: readonly Manuscript[]; rows: readonly Manuscript[]; now: Instant }

// The hours run until something is published or given up, not until it is signed.
const isOut = ({ state }: Manuscript) => state === 'published' || state === 'withdrawn' || state === 'dropped'

/** 加急补审: manuscripts that went the urgent way; each is looked at once more by somebody else. */
export const UrgentPage = ({ open, rows, now }: Props) => (
  <>
    <Head
      crumb={<a href="/manuscripts">稿件审签</a>}
      title="加急补审"
      note="走加急通道的稿件审签后，由没有撰写的人补审一次；打开稿件登记补审意见"
    />
    <section class="card">
      <header>
        <h2>{open.length === 0 ? '没有待补审的稿件' : `待补审 ${open.length} 件`}</h2>
      </header>
      {open.length + rows.length === 0 ? (
        <Empty title="没有走加急通道的稿件">突发事件走加急通道送审的，列在这里。</Empty>
      ) : (
        <table class="cards">
          <thead>
            <tr>
              <th>稿件</th>
              <th>时限</th>
              <th>情况</th>
              <th>补审</th>
            </tr>
          </thead>
          <tbody>
            {[...open, ...rows].map((one) => (
              <tr>
                <td class="t full">
                  <a href={`/manuscripts/${one.id}`}>{one.title}</a>
                  <small>{`${numberWords(one.number)}　${one.unitName}`}</small>
                </td>
                <td class="full">
                  {isOut(one) ? `${formatMinute(one.urgentSince!)}发生` : urgentClocks(one.urgentSince!, now)}
                </td>
                <td data-l="情况">
                  <ManuscriptMark manuscript={one} />
                </td>
                <td class="s">
                  {one.urgentCheckedAt !== null ? (
                    <Status mark="pass" word={`${formatMinute(one.urgentCheckedAt)}补审`} />
                  ) : open.includes(one) ? (
                    <Status mark="pend" word="待补审" />
                  ) : (
                    '—'
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  </>
)
