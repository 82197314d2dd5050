import { CsrfField, Head, Select } from '../../web/index.ts'
import type { KnownAccount } from '../handed/accounts.ts'

type Props = {
  asks: string
  fileName: string
  fileId: string
  accounts: readonly KnownAccount[]
  csrf: string
  account?: string | undefined
  from?: string | undefined
  to?: string | undefined
}

/** Whose a file is that has no column of accounts: it is bound to one account before anything of it is shown. */
export const ChooseAccountPage = ({ asks, fileName, fileId, accounts, csrf, account, from, to }: Props) => (
  <>
    <Head crumb={<a href="/imports">导入</a>} title="选择账号" note={fileName} />
    <form class="card" method="post" action={`/imports/posts/${fileId}`}>
      <header>
        <h2>这是哪个账号的数据</h2>
      </header>
      <div class="in stack">
        <CsrfField csrf={csrf} />
        {from && <input type="hidden" name="from" value={from} />}
        {to && <input type="hidden" name="to" value={to} />}
        <p>{asks}</p>
        <Select
          name="account"
          label="账号"
          value={account}
          required
          choices={[
            { value: '', label: '请选择' },
            ...accounts.map(({ id, name, unitName }) => ({ value: id, label: `${name}（${unitName}）` })),
          ]}
          hint="列出台账中的微信公众号。选错会把数据记到别的账号名下；写入后可以整批撤销。"
        />
        <button class="btn pri" type="submit" name="do" value="preview">
          预览
        </button>
      </div>
    </form>
  </>
)
