import { sentences } from '../../vocabulary/sentences.ts'
import { Alert, CsrfField, Field, Head, Select, type WebContext } from '../../web/index.ts'

type Props = {
  c: WebContext
  typed: Readonly<Record<string, string>>
  problem: string | undefined
  /** Districts below: held here, and those whose key is trusted. */
  districts: readonly { id: string; name: string }[]
}

/** 制发检查、交办: signed and downloaded, then handed over. */
export const NewRequestPage = ({ c, typed, problem, districts }: Props) => (
  <>
    <Head
      crumb={<a href="/exchange">上下级报送</a>}
      title="制发检查、交办"
      note={`制成带签名的数据包，下载后交给对方。${sentences.nothingSecret}`}
    />
    {problem && <Alert tone="fail" title={problem} />}
    <form class="card" method="post" action="/exchange/new" enctype="multipart/form-data">
      <div class="in">
        <CsrfField csrf={c.var.session.csrf} />
        <Select
          name="to"
          label="下级地区"
          required
          value={typed['to']}
          choices={districts.map(({ id, name }) => ({ value: id, label: `${name}（${id}）` }))}
        />
        <Field
          name="issuer"
          label="交办机关"
          required
          maxlength={80}
          value={typed['issuer']}
          hint="只写单位，不写人员姓名。"
        />
        <Field name="title" label="事项" required maxlength={80} value={typed['title']} />
        <Field name="asked" label="交办要求" type="textarea" rows={4} required value={typed['asked']} />
        <Field name="dueAt" label="反馈时限" type="datetime-local" required value={typed['dueAt']} />
        <Field
          name="indicators"
          label="涉及的指标"
          type="textarea"
          rows={2}
          value={typed['indicators']}
          hint="每行一个，可以不填。"
        />
        <Field
          name="named"
          label="涉及的单位和账号"
          type="textarea"
          rows={4}
          value={typed['named']}
          hint="每行一个，写作“单位｜账号｜平台｜要求”，只涉及单位的写“单位｜要求”。名称与对方台账一致的，对方接收时直接登记；不一致的由对方改正后登记。"
        />
        <Field name="file" label="附件" type="file" accept=".pdf,.jpg,.jpeg,.png,.webp" />
        <Field name="file2" label="附件（另一份）" type="file" accept=".pdf,.jpg,.jpeg,.png,.webp" />
        <p class="acts">
          <button class="btn pri" type="submit">
            制作数据包
          </button>
        </p>
      </div>
    </form>
  </>
)
