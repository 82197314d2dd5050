import type { Account } from '../../registry/index.ts'
import { Alert, CsrfField, Head, type WebContext } from '../../web/index.ts'

/** Where a scan stands: to be begun, WeChat's page to be opened, or come back from it with a code. */
export type GrantShown =
  | { step: 'begin'; error?: string | undefined }
  | { step: 'scan'; url: string }
  | { step: 'finish'; code: string }

type Props = { c: WebContext; account: Account; appid: string; shown: GrantShown }

/** 扫码授权: the administrator of a 公众号 gives the district's 第三方平台 the right to read it. */
export const GrantPage = ({ c, account, appid, shown }: Props) => (
  <>
    <Head
      crumb={
        <>
          <a href={`/accounts/${account.id}`}>{account.name}</a> /{' '}
          <a href={`/sources/accounts/${account.id}/api`}>接口采集</a>
        </>
      }
      title="扫码授权"
      note={`公众号 AppID：${appid}`}
    />
    <form class="card" method="post" action={`/sources/accounts/${account.id}/api/grants/${encodeURIComponent(appid)}`}>
      <div class="in stack">
        <CsrfField csrf={c.var.session.csrf} />
        <Step shown={shown} />
      </div>
    </form>
  </>
)

function Step({ shown }: Pick<Props, 'shown'>) {
  if (shown.step === 'scan')
    return (
      <>
        <p>
          {/* WeChat looks from which domain its page is opened; all other links of ours keep silent about that. */}
          <a class="btn pri" href={shown.url} referrerpolicy="origin">
            打开微信授权页面
          </a>
        </p>
        <p class="hint">请公众号管理员在半小时内用微信扫码确认。确认后回到本系统，再点“完成授权”。</p>
      </>
    )
  if (shown.step === 'finish')
    return (
      <>
        <input type="hidden" name="code" value={shown.code} />
        <p>管理员已确认。完成授权后，本系统以第三方平台采集这个公众号，原有的 AppSecret 不再保存。</p>
        <p class="acts">
          <button class="btn pri" type="submit" name="do" value="finish">
            完成授权
          </button>
        </p>
      </>
    )
  return (
    <>
      {shown.error !== undefined && <Alert tone="fail" title={shown.error} />}
      <p>由公众号管理员用微信扫码，把采集所需的权限授予本级第三方平台；管理员可随时在公众平台取消。</p>
      <p class="acts">
        <button class="btn pri" type="submit" name="do" value="begin">
          发起扫码授权
        </button>
      </p>
    </>
  )
}
