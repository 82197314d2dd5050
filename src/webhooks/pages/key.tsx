import { formatMinute } from '../../calendar/index.ts'
import type { Refusal } from '../../vocabulary/refusals/index.ts'
import { Alert, CsrfField, Head, Select } from '../../web/index.ts'
import { type Endpoint, keyOverlaps } from '../model.ts'

type Props = { csrf: string; endpoint: Endpoint; signsToo: boolean; error?: Refusal | undefined }

/** 更换签名密钥: since when the present key is used, what a change does, and the key before as long as it signs. */
export const KeyPage = ({ csrf, endpoint, signsToo, error }: Props) => (
  <>
    <Head crumb={<a href="/webhooks">事件推送</a>} title="更换签名密钥" note={`${endpoint.name}　${endpoint.host}`} />
    {error && <Alert tone="fail" title={error.message} />}
    <div class="stackv">
      {signsToo && endpoint.oldKeyUntil !== null && (
        <form class="card" method="post" action={`/webhooks/${endpoint.id}/key/end`}>
          <header>
            <h2>旧密钥仍在使用</h2>
            <p>{`${formatMinute(endpoint.oldKeyUntil)} 自动停用`}</p>
          </header>
          <div class="in prose">
            <CsrfField csrf={csrf} />
            <p>此前每次推送同时带新、旧两个密钥的签名。接收单位已经换用新密钥的，可以立即停用旧密钥。</p>
            <p class="acts">
              <button class="btn" type="submit">
                立即停用旧密钥
              </button>
            </p>
          </div>
        </form>
      )}
      <form class="card" method="post" action={`/webhooks/${endpoint.id}/key`}>
        <header>
          <h2>换密钥</h2>
          <p>{`现用密钥自 ${formatMinute(endpoint.keySince ?? endpoint.createdAt)} 起使用`}</p>
        </header>
        <div class="in prose">
          <CsrfField csrf={csrf} />
          <p>
            新密钥生成后立即使用，只显示一次。保留期内，每次推送同时带新、旧两个密钥的签名，接收单位在此期间换上新密钥，推送不中断。
          </p>
          <Select
            name="overlap"
            label="旧密钥保留"
            choices={Object.entries(keyOverlaps).map(([value, { label }]) => ({ value, label }))}
            value={signsToo ? 'none' : 'day'}
            hint="旧密钥可能已经泄露的，选择不保留；接收单位换上新密钥以前，核对签名会不通过。"
          />
          <p class="acts">
            <button class="btn pri" type="submit">
              生成新密钥
            </button>
          </p>
        </div>
      </form>
    </div>
  </>
)
