import { platforms } from '../../vocabulary/platforms.ts'
import { Alert, CsrfField, Field, Head } from '../../web/index.ts'
import type { ChosenAccount } from '../choose.ts'

/** 已核对至 of an account. */
export const LookedForm = ({ csrf, accountId, until }: { csrf: string; accountId: string; until?: string }) => (
  <form method="post" action={`/messages/looked/${accountId}`}>
    <CsrfField csrf={csrf} />
    <Field
      name="until"
      label="已核对至"
      type="date"
      required
      value={until}
      hint="逐条看过这个账号截至当天的留言、评论、私信，收到的和答复了的都已登记，再填写。"
    />
    <button class="btn" type="submit">
      登记核对
    </button>
  </form>
)

type EntryProps = { csrf: string; accountId: string; name?: string; place?: string }

/** A new 办事入口 of an account. */
export const EntryForm = ({ csrf, accountId, name, place }: EntryProps) => (
  <form method="post" action={`/services/of/${accountId}`}>
    <CsrfField csrf={csrf} />
    <div class="row">
      <Field name="name" id="service-name" label="办事入口名称" required maxlength={100} value={name} />
      <Field
        name="place"
        id="service-place"
        label="链接或者菜单路径"
        required
        maxlength={500}
        value={place}
        hint="如 https://… 或者 菜单“办事”›“社保查询”"
      />
    </div>
    <button class="btn" type="submit">
      登记办事入口
    </button>
  </form>
)

const crumbOf = ({ id, name, platform }: ChosenAccount) => (
  <a href={`/accounts/${id}`}>{`${name}（${platforms[platform].label}）`}</a>
)

type Refused = { csrf: string; account: ChosenAccount; problem: string }

/** The same where it was refused, with what was typed. */
export const LookedPage = ({ csrf, account, until, problem }: Refused & { until: string }) => (
  <>
    <Head crumb={crumbOf(account)} title="已核对至" />
    <Alert tone="fail" title={problem} />
    <section class="card">
      <div class="in">
        <LookedForm csrf={csrf} accountId={account.id} until={until} />
      </div>
    </section>
  </>
)

export const EntryPage = ({ csrf, account, problem, ...typed }: Refused & { name: string; place: string }) => (
  <>
    <Head crumb={crumbOf(account)} title="登记办事入口" />
    <Alert tone="fail" title={problem} />
    <section class="card">
      <div class="in">
        <EntryForm csrf={csrf} accountId={account.id} {...typed} />
      </div>
    </section>
  </>
)
