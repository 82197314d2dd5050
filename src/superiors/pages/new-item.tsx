import { formatDayZh } from '../../calendar/index.ts'
import { type Circular, circularLevels } from '../../rectification/index.ts'
import { hints } from '../../vocabulary/hints.ts'
import { sentences } from '../../vocabulary/sentences.ts'
import { Alert, CsrfField, Field, Head, Select } from '../../web/index.ts'
import { channelLabels, lineMost } from '../model.ts'

type Props = {
  csrf: string
  typed: Readonly<Record<string, string>>
  problem: string | undefined
  /** The newest circulars, to which an item may belong. */
  circulars: readonly Circular[]
}

const choicesOf = (labels: Readonly<Record<string, string>>) => [
  { value: '', label: '请选择' },
  ...Object.entries(labels).map(([value, label]) => ({ value, label })),
]

/** 登记交办. */
export const NewItemPage = ({ csrf, typed, problem, circulars }: Props) => (
  <>
    <Head
      crumb={<a href="/superiors">上级交办</a>}
      title="登记交办"
      note={`登记后按时限倒排各环节。${sentences.nothingSecret}`}
    />
    {problem && <Alert tone="fail" title={problem} />}
    <form class="card" method="post" action="/superiors/new" enctype="multipart/form-data">
      <div class="in">
        <CsrfField csrf={csrf} />
        <Select name="level" label="层级" required value={typed['level']} choices={choicesOf(circularLevels)} />
        <Field
          name="issuer"
          label="交办机关"
          required
          maxlength={lineMost}
          value={typed['issuer']}
          hint="只写单位，不写人员姓名。"
        />
        <Select name="channel" label="交办方式" required value={typed['channel']} choices={choicesOf(channelLabels)} />
        <Field
          name="channelName"
          label="文号或平台名称"
          maxlength={lineMost}
          value={typed['channelName']}
          hint="以文件、工作平台交办的须填写。"
        />
        <Field name="receivedAt" label="收到时间" type="datetime-local" required value={typed['receivedAt']} />
        <Field
          name="dueAt"
          label="反馈时限"
          type="datetime-local"
          required
          value={typed['dueAt']}
          hint="写到时分，如“今日17:00前反馈”填当日17:00；该时刻送出仍在时限内。"
        />
        <label class="fld">
          <input type="checkbox" name="late" value="yes" checked={typed['late'] === 'yes'} />
          时限已过，补录
        </label>
        <Field
          name="title"
          label="事项"
          required
          maxlength={lineMost}
          value={typed['title']}
          hint="如：核查临湖水务微博未更新情况"
        />
        <Field name="asked" label="交办要求" type="textarea" rows={4} required value={typed['asked']} />
        <Field
          name="named"
          label="涉及的单位和账号"
          type="textarea"
          rows={5}
          required
          value={typed['named']}
          hint="每行一个，写作“单位｜账号｜平台｜要求该单位反馈什么”，可以从表格中整列粘贴；只涉及单位的，写“单位｜要求”。"
        />
        <Select
          name="circularId"
          label="所依据的上级通报"
          value={typed['circularId']}
          choices={[
            { value: '', label: '没有' },
            ...circulars.map(({ id, title, issuedOn }) => ({ value: id, label: `${formatDayZh(issuedOn)}　${title}` })),
          ]}
        />
        <Field name="file" label="交办文件" type="file" accept=".pdf,.jpg,.jpeg,.png,.webp" hint={hints.scanFile} />
        <p class="acts">
          <button class="btn pri" type="submit">
            登记
          </button>
        </p>
      </div>
    </form>
  </>
)
