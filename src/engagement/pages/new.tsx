import { platforms } from '../../vocabulary/platforms.ts'
import { sentences } from '../../vocabulary/sentences.ts'
import { Alert, CsrfField, Empty, Field, Head, SearchBox, Select, type WebContext } from '../../web/index.ts'
import type { ChosenAccount } from '../choose.ts'
import { channelLabels, channels, kindLabels, messageKinds } from '../model.ts'

const crumb = <a href="/messages">留言台账</a>

type ChooseProps = {
  c: WebContext
  accounts: readonly ChosenAccount[]
  units: readonly { id: string; name: string }[]
  search: string
  ofUnit: boolean
}

/** Whose message it is comes first: an account, or a unit's mailbox. */
export function ChoosePage({ c, accounts, units, search, ofUnit }: ChooseProps) {
  return (
    <>
      <Head crumb={crumb} title="登记留言" note="先选择是哪个账号收到的；不属于账号的，选择单位信箱" />
      <section class="card gap">
        <header>
          <h2>账号</h2>
        </header>
        {!ofUnit && (
          <form class="filter" method="get" action="/messages/new">
            <SearchBox c={c} label="账号、单位名称" />
            <button class="btn" type="submit">
              查找
            </button>
          </form>
        )}
        {accounts.length === 0 ? (
          <Empty title={search === '' && !ofUnit ? '请先查找账号' : '没有找到账号'}>
            {search === '' && !ofUnit ? '按账号名称或者主办单位查找。' : '请换一个名称；没有登记台账的账号先登记台账。'}
          </Empty>
        ) : (
          <ul class="plain rows">
            {accounts.map(({ id, name, platform, unitName }) => (
              <li>
                <a href={`/messages/new?account=${id}`}>{`${name}（${platforms[platform].label}）`}</a>
                <span class="mut">{`　${unitName}`}</span>
              </li>
            ))}
          </ul>
        )}
      </section>
      <form class="card" method="get" action="/messages/new">
        <header>
          <h2>单位信箱</h2>
        </header>
        <div class="in">
          <Select
            name="unit"
            label="单位"
            required
            choices={[{ value: '', label: '请选择' }, ...units.map(({ id, name }) => ({ value: id, label: name }))]}
          />
          <button class="btn" type="submit">
            登记这个单位的来信
          </button>
        </div>
      </form>
    </>
  )
}

type FormProps = {
  csrf: string
  place: { account: ChosenAccount } | { unit: { id: string; name: string } }
  values: Record<string, string>
  problem?: { message: string; duplicate: boolean } | undefined
}

/** The message itself, with its answer where there is one already. */
export function NewMessagePage({ csrf, place, values, problem }: FormProps) {
  const mailbox = 'unit' in place
  const title = mailbox
    ? `${place.unit.name}信箱`
    : `${place.account.name}（${platforms[place.account.platform].label}）`
  return (
    <>
      <Head crumb={crumb} title="登记留言" note={title} />
      <form class="card" method="post" action="/messages/new" data-unsaved>
        <div class="in">
          {problem && <Alert tone="fail" title={problem.message} />}
          <CsrfField csrf={csrf} />
          <input type="hidden" name={mailbox ? 'unit' : 'account'} value={mailbox ? place.unit.id : place.account.id} />
          <div class="row">
            <Select
              name="kind"
              label="类别"
              required
              value={values['kind']}
              choices={[
                { value: '', label: '请选择' },
                ...messageKinds.map((value) => ({ value, label: kindLabels[value] })),
              ]}
            />
            {mailbox ? (
              <input type="hidden" name="channel" value="mailbox" />
            ) : (
              <Select
                name="channel"
                label="渠道"
                required
                value={values['channel']}
                choices={[
                  { value: '', label: '请选择' },
                  ...channels.filter((one) => one !== 'form').map((value) => ({ value, label: channelLabels[value] })),
                ]}
              />
            )}
          </div>
          <TimeFields name="asked" label="提问" required values={values} />
          <Field
            name="text"
            label="留言内容"
            type="textarea"
            rows={5}
            required
            value={values['text']}
            hint={sentences.nothingSecret}
          />
          <Field
            name="contact"
            label="留言人联系方式"
            value={values['contact']}
            maxlength={500}
            hint="选填。加密保存，只有办理单位和有权查看联系方式的人员可以查看，查看留痕。"
          />
          <fieldset class="fld">
            <legend class="lab">已经答复的，一并登记</legend>
            <TimeFields name="replied" label="答复" values={values} />
            <Field name="replyText" label="答复内容" type="textarea" rows={4} value={values['replyText']} />
          </fieldset>
          {problem?.duplicate && (
            <label class="opt">
              <input type="checkbox" name="isAnother" value="yes" />
              <span>
                <b>确系另一条</b>
                <small>不同的人在同一时间留下了相同的内容。</small>
              </span>
            </label>
          )}
          <button class="btn pri" type="submit">
            保存
          </button>
        </div>
      </form>
    </>
  )
}

type TimeProps = { name: string; label: string; required?: boolean; values: Record<string, string> }

/** A day, and the minute where it is known. */
export const TimeFields = ({ name, label, required, values }: TimeProps) => (
  <div class="row">
    <Field
      name={`${name}On`}
      label={`${label}日期`}
      type="date"
      required={required ?? false}
      value={values[`${name}On`]}
    />
    <Field
      name={`${name}Time`}
      label={`${label}时间`}
      type="time"
      value={values[`${name}Time`]}
      hint="知道几时几分的填写，不知道的留空。"
    />
  </div>
)
