import type { Child } from 'hono/jsx'
import { Alert, Field, Head, Select } from '../../web/index.ts'
import { quarterName } from '../draft.ts'
import type { ReportContent } from '../model.ts'
import type { ReportVersion } from '../queries.ts'
import { headline } from '../submission/headline.ts'
import { offeredOpinion } from '../submission/paper.ts'
import { opinionMost } from '../verbs/submit-report.ts'

type Report = ReportVersion & { content: ReportContent }
type Props = {
  report: Report
  typed: Readonly<Record<string, string>>
  problem: string | undefined
  /** The form's token. */
  children: Child
}

const Crumb = ({ id }: { id: string }) => <a href={`/reports/${id}`}>返回报告</a>

/** 呈批: whom it goes to, and with which 拟办意见. */
export const SubmitPage = ({
  report: { id, version, content },
  typed,
  problem,
  children,
  leaders,
}: Props & { leaders: readonly { id: string; name: string }[] }) => (
  <>
    <Head crumb={<Crumb id={id} />} title={`${quarterName(content.facts)}监测报告呈批`} note={`第 ${version} 版`} />
    {problem && <Alert tone="fail" title={problem} />}
    <form class="card" method="post" action={`/reports/${id}/submit`}>
      <div class="in stack prose">
        {children}
        <p>{headline(content.facts)}</p>
        <Select
          name="leaderId"
          label="呈报领导"
          required
          value={typed['leaderId'] ?? (leaders.length === 1 ? leaders[0]!.id : '')}
          choices={[{ value: '', label: '请选择' }, ...leaders.map(({ id: value, name }) => ({ value, label: name }))]}
        />
        <Field
          name="opinion"
          label="拟办意见"
          type="textarea"
          rows={6}
          required
          maxlength={opinionMost}
          value={typed['opinion'] ?? offeredOpinion(content)}
          hint="印在呈批件上，批示栏留空供领导手写。呈批前再次核对全部合计、比率和环比。"
        />
        <p class="acts">
          <button class="btn pri" type="submit">
            呈批
          </button>
          <a class="btn" href={`/reports/${id}`}>
            再看看
          </a>
        </p>
      </div>
    </form>
  </>
)

/** 登记纸上的批示: photos of what the leader wrote by hand; its words are transcribed afterwards, and checked by another. */
export const RegisterPage = ({
  report: { id, content },
  typed,
  problem,
  children,
  leader,
  photos,
}: Props & { leader: string; photos: readonly string[] }) => (
  <>
    <Head
      crumb={<Crumb id={id} />}
      title="登记纸上的批示"
      note={`${leader || '区领导'}在${quarterName(content.facts)}监测报告呈批件上的批示`}
    />
    {problem && <Alert tone="fail" title={problem} />}
    <form class="card" method="post" action={`/reports/${id}/instruct`} enctype="multipart/form-data">
      <div class="in stack prose">
        {children}
        <Field name="givenOn" label="批示日期" type="date" required value={typed['givenOn']} />
        {photos.map((name, at) => (
          <Field
            name={name}
            label={at === 0 ? '手写批示照片' : `第${at + 1}页（没有的不传）`}
            type="file"
            required={at === 0}
            accept=".jpg,.jpeg,.png,.webp,.pdf"
            data={{ 'data-shrink': true }}
            hint={at === 0 ? 'JPG、PNG、WebP或PDF，看得清字即可。' : undefined}
          />
        ))}
        <p class="mut">登记后照原件录入文字，由录入人以外的人对照核对，再交办到单位。原文限办公室内部掌握。</p>
        <p class="acts">
          <button class="btn pri" type="submit">
            登记批示
          </button>
        </p>
      </div>
    </form>
  </>
)
