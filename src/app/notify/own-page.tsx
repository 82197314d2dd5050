import { formatMinute } from '../../calendar/index.ts'
import { readOwnReminders } from '../../notify/index.ts'
import { Alert, CsrfField, Field, Head, render, type WebContext } from '../../web/index.ts'

type Shown = { error?: string; typed?: string; feedUrl?: string; problem?: string }

/** 我的提醒: what a person may switch on for themselves; both off until they do. */
export async function ownPage(c: WebContext, { error, typed, feedUrl, problem }: Shown = {}): Promise<Response> {
  const { deps, session, actor } = c.var
  const { address, feedMadeAt, mail } = await readOwnReminders(deps, session.districtId, actor.id)
  const { csrf } = session
  const page = (
    <>
      <Head title="我的提醒" note="待办事项始终在工作台；以下两项由本人选择是否开通" />
      {problem && <Alert tone="fail" title={problem} />}
      {feedUrl && (
        <Alert tone="pass" title="期限日历已启用，网址只显示这一次">
          <span class="code">{feedUrl}</span>
          <p>请在日历程序中选择“订阅日历”并填入。知道网址的人都能看到期限和件数，请勿转发；泄露的，重新生成。</p>
        </Alert>
      )}
      <div class="cols c2">
        <section class="card">
          <header>
            <h2>每日待办邮件</h2>
            <p>{address === undefined ? '未开通' : '已开通'}</p>
          </header>
          <div class="in prose">
            <p>每个工作日一封，只写待办件数和平台网址，没有待办不发。邮箱地址加密保存，只用于发送，不供他人查看。</p>
            {mail === 'none' ? (
              <p>本区尚未设置邮件通知。需要的，请联系系统管理员。</p>
            ) : (
              <form method="post" action="/own-reminders/digest">
                <CsrfField csrf={csrf} />
                {address !== undefined && <p>{`目前发送到 ${address}`}</p>}
                {mail === 'off' && <p>邮件通知目前停用，启用后开始发送。</p>}
                <Field
                  name="address"
                  label={address === undefined ? '邮箱地址' : '更换邮箱地址'}
                  required
                  value={typed}
                  error={error}
                  autocomplete="email"
                />
                <p class="acts">
                  <button class="btn pri" type="submit">
                    {address === undefined ? '开通' : '更换'}
                  </button>
                </p>
              </form>
            )}
            {address !== undefined && (
              <form method="post" action="/own-reminders/digest/stop">
                <CsrfField csrf={csrf} />
                <p class="acts">
                  <button class="btn" type="submit">
                    关闭并删除邮箱地址
                  </button>
                </p>
              </form>
            )}
          </div>
        </section>
        <section class="card">
          <header>
            <h2>期限日历</h2>
            <p>{feedMadeAt === null ? '未启用' : `${formatMinute(feedMadeAt)} 启用`}</p>
          </header>
          <div class="in prose">
            <p>
              在手机或电脑的日历中订阅（iCalendar），按天列出本人可查看的办理期限：种类和件数，不写单位、账号和姓名。
            </p>
            <form method="post" action="/own-reminders/calendar">
              <CsrfField csrf={csrf} />
              <p class="acts">
                <button class="btn pri" type="submit">
                  {feedMadeAt === null ? '启用' : '重新生成网址（原网址失效）'}
                </button>
              </p>
            </form>
            {feedMadeAt !== null && (
              <form method="post" action="/own-reminders/calendar/stop">
                <CsrfField csrf={csrf} />
                <p class="acts">
                  <button class="btn" type="submit">
                    停用
                  </button>
                </p>
              </form>
            )}
          </div>
        </section>
      </div>
    </>
  )
  return render(c, page, { title: '我的提醒', current: '/own-reminders' }, error || problem ? 422 : 200)
}
