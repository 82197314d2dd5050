import { html } from 'hono/html'
import { type CivilDate, formatDayZh } from '../../calendar/index.ts'
import { unitKinds } from '../../vocabulary/units.ts'
import type { DirectoryEntry } from './entries.ts'

/** What the directory says of itself. `fingerprint`: SHA-256 of the public key, as people compare it over the phone. */
export type About = { districtId: string; district: string; office: string; day: CivilDate; fingerprint: string }

export const titleOf = ({ district }: Pick<About, 'district'>) => `${district}政务新媒体名录`

/** One page that stands alone, without a server: a look-up by name, link or identifier, and every account by unit. */
export async function directoryPage(about: About, entries: readonly DirectoryEntry[]): Promise<string> {
  return (await html`<!doctype html>${<Page about={about} entries={entries} />}`).toString()
}

type Props = { about: About; entries: readonly DirectoryEntry[] }

function Page({ about, entries }: Props) {
  const title = titleOf(about)
  return (
    <html lang="zh-CN">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width,initial-scale=1" />
        <meta name="referrer" content="no-referrer" />
        <title>{title}</title>
        <link rel="stylesheet" href="directory.css" />
        <link rel="icon" href="data:," />
        <link rel="alternate" type="application/atom+xml" href="accounts.atom" title={title} />
      </head>
      <body>
        <a class="skip" href="#list">
          跳到名录
        </a>
        <header class="mast">
          <div class="wide">
            <h1>{title}</h1>
            <p>{`${about.office}依据备案编制，截至${formatDayZh(about.day)}，共 ${entries.length} 个账号。`}</p>
          </div>
        </header>
        <main class="wide">
          <Ask />
          <List entries={entries} />
        </main>
        <Foot about={about} />
        <script src="lookup.js"></script>
      </body>
    </html>
  )
}

// Without script the form stays hidden, and the whole list is there to be read.
const Ask = () => (
  <section class="ask" aria-labelledby="ask-title">
    <h2 id="ask-title">
      <label for="asked">这个账号是官方的吗？</label>
    </h2>
    <form id="ask" role="search" hidden>
      <input
        id="asked"
        type="search"
        placeholder="账号名称、账号标识或主页链接"
        autocomplete="off"
        aria-describedby="answer"
      />
      <button type="submit">核对</button>
    </form>
    <noscript>请在下面的名录中查找。</noscript>
    <div id="answer" class="answer" role="status" aria-live="polite"></div>
  </section>
)

function List({ entries }: Pick<Props, 'entries'>) {
  const kinds = [...Map.groupBy(entries, ({ unitKind }) => unitKind)]
  return (
    <div id="list">
      {kinds.length > 1 && (
        <nav aria-label="单位类别">
          <ul class="kinds">
            {kinds.map(([kind, own]) => (
              <li>
                <a href={`#k-${kind}`}>{`${unitKinds[kind].label}（${own.length}）`}</a>
              </li>
            ))}
          </ul>
        </nav>
      )}
      {entries.length === 0 && <p class="empty">目前没有已备案的账号。</p>}
      {kinds.map(([kind, own]) => (
        <section>
          <h2 class="kind" id={`k-${kind}`}>
            {unitKinds[kind].label}
          </h2>
          {[...Map.groupBy(own, ({ unit }) => unit)].map(([unit, accounts]) => (
            <>
              <h3>{unit}</h3>
              <ul class="accounts">
                {accounts.map((entry) => (
                  <Entry entry={entry} />
                ))}
              </ul>
            </>
          ))}
        </section>
      ))}
    </div>
  )
}

const Entry = ({ entry }: { entry: DirectoryEntry }) => (
  <li
    id={`a-${entry.id}`}
    data-account={entry.id}
    data-name={entry.name}
    data-former={entry.formerNames.join('\n')}
    data-ids={entry.identifier ?? ''}
    data-link={entry.url ?? ''}
    data-state={entry.state}
  >
    <img src={`qr/${entry.id}.svg`} width="104" height="104" alt={`“${entry.name}”二维码`} loading="lazy" />
    <div>
      <b>
        {entry.url ? (
          <a href={entry.url} rel="noopener noreferrer">
            {entry.name}
          </a>
        ) : (
          entry.name
        )}
      </b>
      <span>{`${entry.platformLabel}　${entry.unit}`}</span>
      {entry.identifier && <span>{`账号标识　${entry.identifier}`}</span>}
      {entry.formerNames.length > 0 && <span>{`曾用名　${entry.formerNames.join('、')}`}</span>}
      <span>{`备案号　${entry.filingNumber}`}</span>
      {entry.state !== 'running' && <span class="state">{entry.stateLabel}</span>}
    </div>
  </li>
)

const Foot = ({ about }: Pick<Props, 'about'>) => (
  <footer class="foot wide">
    <p>{`名录以备案为准。发现冒用单位名义开设账号的，请告知${about.office}。`}</p>
    <p>
      数据文件：<a href="accounts.json">accounts.json</a>、<a href="accounts.atom">accounts.atom</a>。签名核验：
      <a href="MANIFEST.json">MANIFEST.json</a>、<a href="README.txt">核验办法</a>。
    </p>
    <p>
      公钥指纹（SHA-256）：<code>{about.fingerprint}</code>
    </p>
  </footer>
)
