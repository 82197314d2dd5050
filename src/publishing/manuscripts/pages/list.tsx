import { formatMinute } from '../../../calendar/index.ts'
import {
  Alert,
  CsrfField,
  Empty,
  FilterBy,
  Head,
  Pager,
  SearchBox,
  Select,
  type WebContext,
} from '../../../web/index.ts'
import type { Waiting } from '../desk.ts'
import { type Adoption, type Manuscript, numberWords, stateLabels, type Step } from '../model.ts'
import { classWords, dueSteps, ManuscriptMark } from './words.tsx'

type Props = {
  c: WebContext
  rows: readonly Manuscript[]
  total: number
  page: number
  mine: readonly Waiting[]
  present: ReadonlyMap<string, Step[]>
  /** Of the person's own unit; null: it has one and doesn't write here; undefined: he has none. */
  adoption: Adoption | null | undefined
  mayWrite: boolean
  mayAdopt: boolean
  problem?: string | undefined
}

/** What whoever writes is told while the unit has not adopted it. */
export const NotAdopted = () => (
  <>
    <Head title="起草稿件" />
    <section class="card">
      <Empty title="本单位尚未启用先审后发">
        由分管领导或主要领导在<a href="/manuscripts">稿件审签</a>启用以后，即可起草稿件。
      </Empty>
    </section>
  </>
)

/** 稿件审签: what waits for one's signature, then all that one may read. */
export const ManuscriptsPage = ({
  c,
  rows,
  total,
  page,
  mine,
  present,
  adoption,
  mayWrite,
  mayAdopt,
  problem,
}: Props) => (
  <>
    <Head title="稿件审签" note="分级分类审核、先审后发，严把政治关、法律关、政策关、保密关、文字关">
      {adoption !== undefined && (
        <>
          <a class="btn" href="/manuscripts/calendar">
            发布日程
          </a>
          <a class="btn" href="/manuscripts/urgent">
            加急补审
          </a>
        </>
      )}
      {mayWrite && adoption && (
        <a class="btn pri" href="/manuscripts/new">
          起草稿件
        </a>
      )}
    </Head>
    {problem && <Alert tone="fail" title={problem} />}
    <div class="stackv">
      {adoption === null && <AdoptCard csrf={c.var.session.csrf} mayAdopt={mayAdopt} />}
      {mine.length > 0 && <Mine mine={mine} />}
      <section class="card">
        <form class="filter" method="get" action="/manuscripts">
          <SearchBox c={c} label="查标题、稿件编号" />
          <FilterBy c={c} name="state" label="情况" labels={stateLabels} all="全部情况" />
          <button class="btn" type="submit">
            查询
          </button>
        </form>
        {rows.length === 0 ? (
          <Empty title="没有稿件">
            {adoption === null ? '启用以后，本单位的稿件列在这里。' : '起草或者转来会审的稿件列在这里。'}
          </Empty>
        ) : (
          <table class="cards">
            <thead>
              <tr>
                <th>稿件</th>
                <th>分类</th>
                <th>计划发布</th>
                <th>进度</th>
                <th>情况</th>
              </tr>
            </thead>
            <tbody>
              {rows.map((one) => (
                <tr>
                  <td class="t full">
                    <a href={`/manuscripts/${one.id}`}>{one.title}</a>
                    <small>{`${numberWords(one.number)}　${one.unitName}`}</small>
                  </td>
                  <td data-l="分类">{classWords(one)}</td>
                  <td class="num" data-l="计划发布">
                    {one.plannedAt ? formatMinute(one.plannedAt) : '未定'}
                  </td>
                  <td data-l="进度" class={one.state === 'review' ? undefined : 'hid'}>
                    {one.state === 'review' ? dueSteps(present.get(one.id) ?? []) : '—'}
                  </td>
                  <td class="s">
                    <ManuscriptMark manuscript={one} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
        <Pager c={c} page={page} total={total} path="/manuscripts" />
      </section>
      {adoption && mayAdopt && <ChangeCard csrf={c.var.session.csrf} adoption={adoption} />}
    </div>
  </>
)

const Mine = ({ mine }: { mine: readonly Waiting[] }) => (
  <section class="card todo">
    <header>
      <h2>待本人审核</h2>
      <p>{`${mine.length} 件`}</p>
    </header>
    <ul>
      {mine.map(({ manuscript, steps }) => (
        <li>
          <div>
            <a href={`/manuscripts/${manuscript.id}/review`}>{manuscript.title}</a>
            <small>{`${numberWords(manuscript.number)}　${manuscript.unitName}　${classWords(manuscript)}${manuscript.plannedAt ? `　计划${formatMinute(manuscript.plannedAt)}发布` : ''}`}</small>
          </div>
          <a class="btn sml" href={`/manuscripts/${manuscript.id}/review`}>
            {steps.map(({ name }) => name).join('、')}
          </a>
        </li>
      ))}
    </ul>
  </section>
)

const levelChoices = [
  { value: '3', label: '三级：撰稿、审核、签发都由不同的人办理' },
  { value: '2', label: '二级：撰稿以外有两人审核' },
  { value: '1', label: '一级：撰稿以外只有一人，五关由其一并审签' },
]

const AdoptCard = ({ csrf, mayAdopt }: { csrf: string; mayAdopt: boolean }) => (
  <section class="card">
    <header>
      <h2>本单位还没有启用先审后发</h2>
    </header>
    <div class="in prose">
      <p>
        启用以后，本单位在平台上起草、审签稿件，发布后与采集到的内容比对。是否启用由本单位决定，不计入任何评分；未启用的，不判断其是否先审后发。
      </p>
      {mayAdopt ? (
        <form class="unfolded" method="post" action="/manuscripts/adopt">
          <CsrfField csrf={csrf} />
          <Select
            name="levels"
            label="能安排的审核层级"
            choices={levelChoices}
            value="3"
            hint="层级可以少，五关一关不少；同一人不能审两级，也不能审自己撰写的稿件。"
          />
          <button class="btn pri" type="submit">
            启用先审后发
          </button>
        </form>
      ) : (
        <p class="mut">由分管领导或者主要领导在本页启用。</p>
      )}
    </div>
  </section>
)

const ChangeCard = ({ csrf, adoption }: { csrf: string; adoption: Adoption }) => (
  <section class="card">
    <details class="in">
      <summary>
        <b>审核层级与停用</b>
        <small>{`　${formatMinute(adoption.adoptedAt)}起按${adoption.levels}级审核；启用与否不计入任何评分`}</small>
      </summary>
      <form class="unfolded" method="post" action="/manuscripts/adopt">
        <CsrfField csrf={csrf} />
        <Select
          name="levels"
          label="改为"
          choices={[...levelChoices, { value: '', label: '停用：以后的发布不再比对，已有记录保留' }]}
          value={String(adoption.levels)}
        />
        <button class="btn" type="submit">
          保存
        </button>
      </form>
    </details>
  </section>
)
