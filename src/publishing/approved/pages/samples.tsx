import { formatDayZh, formatMinute, type CivilDate, type Month, monthZh } from '../../../calendar/index.ts'
import { platforms } from '../../../vocabulary/platforms.ts'
import { Alert, CsrfField, Empty, Field, Head, Pager, Select, Status, type WebContext } from '../../../web/index.ts'
import { REASON_MOST, type Sample, SAMPLE_MOST, sampleOutcomeLabels } from '../model.ts'

type Props = {
  c: WebContext
  rows: readonly Sample[]
  total: number
  page: number
  today: CivilDate
  months: readonly Month[]
  units: readonly { id: string; name: string }[]
  offeredDue: CivilDate
  mayHandle: boolean
  mayHandIn: (unitId: string) => boolean
  wordsOf: ReadonlyMap<string, string>
  /** As it was sent, where it came back refused: which form, and what stood in it. */
  typed: Readonly<Record<string, string>>
  problem: string | undefined
}

/** 发布审签单抽查: of units that don't write their manuscripts here, posts are drawn by chance and their signed sheets asked for. */
export function SamplesPage(props: Props) {
  const { c, rows, total, page, mayHandle, problem } = props
  return (
    <>
      <Head
        crumb={<a href="/approved">审发一致</a>}
        title="发布审签单抽查"
        note="没有启用先审后发的单位，随机抽取已发布的帖文，由单位报送发布前的审签单，由人判断"
      />
      {problem && <Alert tone="fail" title={problem} />}
      <div class="stackv">
        {mayHandle && <Draw {...props} />}
        <section class="card">
          <header>
            <h2>抽查的帖文</h2>
            <p>{`共 ${total} 篇`}</p>
          </header>
          {rows.length === 0 ? (
            <Empty title="还没有抽查">抽查由系统随机抽取，不能指定帖文。</Empty>
          ) : (
            <ol class="plain rows">
              {rows.map((sample) => (
                <Row {...props} sample={sample} />
              ))}
            </ol>
          )}
          <Pager c={c} page={page} total={total} />
        </section>
      </div>
    </>
  )
}

function Draw({ c, months, units, offeredDue, typed }: Props) {
  const own = typed['form'] === 'draw' ? typed : {}
  return (
    <section class="card">
      <header>
        <h2>随机抽取</h2>
      </header>
      <form class="in" method="post" action="/approved/samples">
        <CsrfField csrf={c.var.session.csrf} />
        <input type="hidden" name="form" value="draw" />
        <Select
          name="month"
          label="发布月份"
          required
          value={own['month'] ?? months[0]}
          choices={months.map((one) => ({ value: one, label: monthZh(one) }))}
        />
        <Select
          name="unitId"
          label="单位"
          value={own['unitId'] ?? ''}
          choices={[
            { value: '', label: '全部没有启用先审后发的单位' },
            ...units.map(({ id, name }) => ({ value: id, label: name })),
          ]}
        />
        <Field
          name="count"
          label="抽取篇数"
          required
          value={own['count'] ?? '5'}
          hint={`1至${SAMPLE_MOST}篇。抽过的不再抽。`}
        />
        <Field
          name="dueOn"
          label="报送期限"
          type="date"
          required
          value={own['dueOn'] ?? offeredDue}
          hint="须为工作日。"
        />
        <p class="acts">
          <button class="btn pri" type="submit">
            随机抽取
          </button>
        </p>
      </form>
    </section>
  )
}

function Row(props: Props & { sample: Sample }) {
  const { sample, wordsOf, mayHandle, mayHandIn, today } = props
  const { id, unitName, accountName, platform, title, url, publishedOn, dueOn, fileId, handedInAt, outcome, wordsId } =
    sample
  const words = wordsId === null ? undefined : wordsOf.get(wordsId)
  return (
    <li id={`sample-${id}`}>
      <p>
        <b>{title}</b>　<SampleMark sample={sample} today={today} />
      </p>
      <p class="mut">
        {`${unitName}　${accountName}（${platforms[platform].label}）　${formatDayZh(publishedOn)}发布　${formatDayZh(dueOn)}前报送`}
      </p>
      <p>
        {url && (
          <>
            <a href={url} target="_blank" rel="noreferrer">
              打开原文
            </a>
            　
          </>
        )}
        {fileId && <a href={`/approved/samples/${id}/files/sheet`}>查看审签单</a>}
        {handedInAt && <span class="mut sm">{`　${formatMinute(handedInAt)}报送`}</span>}
      </p>
      {words && <p>{words}</p>}
      {outcome === null && mayHandIn(sample.unitId) && <HandIn {...props} />}
      {outcome === null && mayHandle && (fileId !== null || dueOn < today) && <Judge {...props} />}
    </li>
  )
}

function SampleMark({ sample: { outcome, fileId, dueOn }, today }: { sample: Sample; today: CivilDate }) {
  if (outcome !== null)
    return <Status mark={outcome === 'proper' ? 'pass' : 'fail'} word={sampleOutcomeLabels[outcome]} />
  if (fileId !== null) return <Status mark="pend" word="已报送，待判断" />
  return dueOn < today ? <Status mark="warn" word="逾期未报送" /> : <Status mark="pend" word="待报送" />
}

function HandIn({ c, sample: { id, version, fileId } }: Props & { sample: Sample }) {
  return (
    <details open={fileId === null}>
      <summary>{fileId === null ? '报送发布审签单' : '重新报送'}</summary>
      <form method="post" action={`/approved/samples/${id}`} enctype="multipart/form-data">
        <CsrfField csrf={c.var.session.csrf} />
        <input type="hidden" name="version" value={String(version)} />
        <Field
          name="sheet"
          id={`sheet-${id}`}
          label="发布前的审签单"
          type="file"
          accept=".pdf,.jpg,.jpeg,.png"
          required
          hint="扫描件或照片，须能看清各审核环节的签字和日期。"
        />
        <p class="acts">
          <button class="btn pri" type="submit" name="action" value="hand-in">
            报送
          </button>
        </p>
      </form>
    </details>
  )
}

function Judge({ c, sample: { id, version, fileId }, typed }: Props & { sample: Sample }) {
  const own = typed['form'] === id ? typed : {}
  const choices = (['proper', 'flawed', 'missing'] as const).filter((one) => one === 'missing' || fileId !== null)
  return (
    <details open={typed['form'] === id}>
      <summary>判断</summary>
      <form method="post" action={`/approved/samples/${id}`} enctype="multipart/form-data">
        <CsrfField csrf={c.var.session.csrf} />
        <input type="hidden" name="form" value={id} />
        <input type="hidden" name="version" value={String(version)} />
        <Select
          name="outcome"
          id={`outcome-${id}`}
          label="结论"
          required
          value={own['outcome'] ?? ''}
          choices={[
            { value: '', label: '请选择' },
            ...choices.map((one) => ({ value: one, label: sampleOutcomeLabels[one] })),
          ]}
        />
        <Field
          name="reason"
          id={`reason-${id}`}
          label="依据"
          maxlength={REASON_MOST}
          value={own['reason']}
          hint="审签齐全的可以不填。其余的列为候选线索，由复核员决定。"
        />
        <p class="acts">
          <button class="btn pri" type="submit" name="action" value="judge">
            作出判断
          </button>
        </p>
      </form>
    </details>
  )
}
