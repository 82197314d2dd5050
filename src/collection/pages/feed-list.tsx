import { platforms } from '../../vocabulary/platforms.ts'
import { Alert, CsrfField, Field, Head, Select, Status } from '../../web/index.ts'
import type { PlacedFeed } from '../feed-list/place-feeds.ts'
import { writeOpml } from '../feeds/index.ts'
import type { KnownAccount } from '../handed/accounts.ts'

type Props = {
  csrf: string
  /** How many feeds a list that is exported would hold. */
  inUse: number
  mayChange: boolean
  problem?: string | undefined
  added?: { added: number; already: number } | undefined
}

/** 订阅源清单: a list (OPML) in, and all feeds of the district out. */
export const FeedListPage = ({ csrf, inUse, mayChange, problem, added }: Props) => (
  <>
    <Head
      crumb={<a href="/sources">系统采集</a>}
      title="订阅源清单"
      note="OPML 是订阅软件通用的清单格式，可以在系统之间、区与区之间转交订阅源"
    />
    {added && (
      <Alert tone="pass" title={`已设置订阅源 ${added.added} 个`}>
        {added.already > 0 && <p>{`另有 ${added.already} 个原来已经设置，没有变动。`}</p>}
        <p>
          首次采集随即进行。<a href="/sources">查看采集情况</a>
        </p>
      </Alert>
    )}
    <div class="cols c2">
      {mayChange && (
        <form class="card" method="post" action="/sources/feeds" enctype="multipart/form-data">
          <header>
            <h2>导入清单</h2>
          </header>
          <div class="in">
            <CsrfField csrf={csrf} />
            <Field
              name="file"
              label="选择文件"
              type="file"
              required
              error={problem}
              accept=".opml,.xml"
              hint="8 MB 以内。先预览每个订阅源属于哪个账号，由您确认后才设置；文件不保留。"
            />
            <button class="btn pri" type="submit">
              预览
            </button>
          </div>
        </form>
      )}
      <section class="card">
        <header>
          <h2>导出清单</h2>
        </header>
        <div class="in stack">
          <p>{`现有订阅源 ${inUse} 个，全部写入清单；已停用的不写。清单只有账号名称和网址，没有凭据。`}</p>
          {inUse > 0 && (
            <p>
              <a class="btn" href="/sources/feeds/opml">
                导出清单（.opml）
              </a>
            </p>
          )}
        </div>
      </section>
    </div>
  </>
)

type PreviewProps = {
  csrf: string
  feeds: readonly PlacedFeed[]
  /** What was ticked, where the form comes back. */
  chosen?: ReadonlySet<string> | undefined
  problem?: string | undefined
}

/** What a form says for "this feed is of this account". */
export const choiceOf = (account: Pick<KnownAccount, 'id'>, url: string) => `${account.id} ${url}`

/** Each feed of a list with its account; a person ticks which are set up. Nothing has been written. */
export function FeedPreviewPage({ csrf, feeds, chosen, problem }: PreviewProps) {
  const of = <Is extends PlacedFeed['is']>(is: Is) =>
    feeds.filter((feed): feed is Extract<PlacedFeed, { is: Is }> => feed.is === is)
  const [found, open, setUp] = [of('found'), of('open'), of('set-up')]
  const toChoose = open.filter(({ candidates }) => candidates.length > 0)
  const unknown = open.filter(({ candidates }) => candidates.length === 0)
  const isChosen = (choice: string) => chosen === undefined || chosen.has(choice)
  return (
    <>
      <Head
        crumb={<a href="/sources/feeds">订阅源清单</a>}
        title="导入预览"
        note={`清单中有订阅源 ${feeds.length} 个；确认以前没有设置任何采集`}
      />
      {problem && <Alert tone="fail" title={problem} />}
      <form class="stackv" method="post" action="/sources/feeds/add">
        <CsrfField csrf={csrf} />
        {/* The list itself, so that a form that comes back shows what it showed. */}
        <input type="hidden" name="list" value={writeOpml('', feeds)} />
        {found.length > 0 && (
          <section class="card">
            <header>
              <h2>{`已对上账号 ${found.length} 个`}</h2>
              <p>不对的请取消勾选</p>
            </header>
            <table class="cards">
              <thead>
                <tr>
                  <th>设置</th>
                  <th>订阅源</th>
                  <th>账号</th>
                  <th>依据</th>
                </tr>
              </thead>
              <tbody>
                {found.map((feed) => (
                  <tr>
                    <td>
                      <input
                        type="checkbox"
                        name="feed"
                        value={choiceOf(feed.account, feed.xmlUrl)}
                        aria-label={`设置 ${feed.title ?? feed.xmlUrl}`}
                        checked={isChosen(choiceOf(feed.account, feed.xmlUrl))}
                      />
                    </td>
                    <FeedCell feed={feed} />
                    <AccountCell account={feed.account} />
                    <td data-l="依据">{feed.by === 'link' ? '网页链接相同' : '名称相同'}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </section>
        )}
        {toChoose.length > 0 && (
          <section class="card">
            <header>
              <h2>{`待选择账号的 ${toChoose.length} 个`}</h2>
              <p>不选择的不设置</p>
            </header>
            <table class="cards">
              <thead>
                <tr>
                  <th>订阅源</th>
                  <th>为什么不能确定</th>
                  <th>账号</th>
                </tr>
              </thead>
              <tbody>
                {toChoose.map((feed, at) => (
                  <tr>
                    <FeedCell feed={feed} />
                    <td class="full">{feed.why}</td>
                    <td class="full">
                      <Select
                        bare
                        id={`feed-${at}`}
                        name="feed"
                        label={`${feed.title ?? feed.xmlUrl} 的账号`}
                        value={feed.candidates
                          .map((account) => choiceOf(account, feed.xmlUrl))
                          .find((choice) => chosen?.has(choice))}
                        choices={[
                          { value: '', label: '不设置' },
                          ...feed.candidates.map((account) => ({
                            value: choiceOf(account, feed.xmlUrl),
                            label: `${account.name}（${platforms[account.platform].label}，${account.unitName}）`,
                          })),
                        ]}
                      />
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </section>
        )}
        {unknown.length > 0 && (
          <section class="card">
            <header>
              <h2>{`台账中没有的 ${unknown.length} 个`}</h2>
              <p>不设置。新账号先登记台账；已登记的，在账号的采集页填写网址</p>
            </header>
            <table class="cards">
              <thead>
                <tr>
                  <th>订阅源</th>
                  <th>原因</th>
                </tr>
              </thead>
              <tbody>
                {unknown.map((feed) => (
                  <tr>
                    <FeedCell feed={feed} />
                    <td class="full">{feed.why}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </section>
        )}
        {setUp.length > 0 && (
          <section class="card">
            <header>
              <h2>{`已经设置的 ${setUp.length} 个`}</h2>
              <p>不再变动</p>
            </header>
            <table class="cards">
              <thead>
                <tr>
                  <th>订阅源</th>
                  <th>账号</th>
                  <th>情况</th>
                </tr>
              </thead>
              <tbody>
                {setUp.map((feed) => (
                  <tr>
                    <FeedCell feed={feed} />
                    <AccountCell account={feed.account} />
                    <td class="s">
                      {feed.isOff ? <Status mark="unkn" word="已停用" /> : <Status mark="pass" word="已设置" />}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </section>
        )}
        <div class="acts">
          {found.length + toChoose.length > 0 && (
            <button class="btn pri" type="submit">
              设置选中的订阅源
            </button>
          )}
          <a class="btn" href="/sources/feeds">
            返回，不设置
          </a>
        </div>
      </form>
    </>
  )
}

const FeedCell = ({ feed: { title, xmlUrl } }: { feed: PlacedFeed }) => (
  <td class="t">
    {title ?? '（没有名称）'}
    <small class="url">{xmlUrl}</small>
  </td>
)

const AccountCell = ({ account: { id, name, platform, unitName } }: { account: KnownAccount }) => (
  <td class="full" data-l="账号">
    <a href={`/sources/accounts/${id}`}>{name}</a>
    <small>{` ${platforms[platform].label}，${unitName}`}</small>
  </td>
)
