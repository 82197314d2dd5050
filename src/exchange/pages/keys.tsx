import { Alert, CsrfField, Empty, Field, Head, shownMinute, Status, type WebContext } from '../../web/index.ts'
import { spokenFingerprint } from '../keys.ts'
import type { Peer } from '../model.ts'

type Props = {
  c: WebContext
  /** Without a fingerprint: the key is made when it is taken for the first time. */
  own: { code: string; name: string; fingerprint: string | undefined }
  peers: readonly Peer[]
  problem: string | undefined
  heard: string | undefined
}

/** 公钥: our own to be handed over and read out; those of others, compared by telephone. */
export const KeysPage = ({ c, own, peers, problem, heard }: Props) => (
  <>
    <Head crumb="上下级报送" title="公钥" note="双方各自下载公钥文件交给对方，并用电话逐组核对指纹">
      <a class="btn" href="/exchange/links">
        在线收发
      </a>
    </Head>
    {problem && <Alert tone="fail" title={problem} />}
    <div class="stackv">
      <section class="card">
        <header>
          <h2>本机公钥</h2>
          <p>{`${own.name}（${own.code}）`}</p>
        </header>
        <dl class="in dl">
          <dt>指纹</dt>
          <dd class="mono">{own.fingerprint ? spokenFingerprint(own.fingerprint) : '尚未生成，下载公钥文件时生成'}</dd>
        </dl>
        <p class="in">
          <a class="btn" href="/exchange/keys/own">
            下载公钥文件
          </a>
        </p>
      </section>
      <form class="card" method="post" action="/exchange/keys" enctype="multipart/form-data">
        <header>
          <h2>信任对方公钥</h2>
        </header>
        <div class="in">
          <CsrfField csrf={c.var.session.csrf} />
          <Field name="file" label="对方的公钥文件" type="file" accept=".json" required />
          <Field
            name="heard"
            label="对方在电话中念出的指纹"
            required
            autocomplete="off"
            maxlength={100}
            value={heard}
            hint="八组，每组四位。请拨打对方已知的办公电话，由对方念出，不要照文件抄写。"
          />
          <p class="acts">
            <button class="btn pri" type="submit">
              核对一致，予以信任
            </button>
          </p>
        </div>
      </form>
      <section class="card">
        <header>
          <h2>对方公钥</h2>
        </header>
        {peers.length === 0 ? (
          <Empty title="还没有信任任何公钥">没有信任对方公钥以前，对方的数据包不予接收。</Empty>
        ) : (
          <table class="cards">
            <thead>
              <tr>
                <th>单位</th>
                <th>指纹</th>
                <th>信任时间</th>
                <th>情况</th>
                <th></th>
              </tr>
            </thead>
            <tbody>
              {peers.map((peer) => (
                <tr>
                  <td class="t">{`${peer.name}（${peer.code}）`}</td>
                  <td class="full mono" data-l="指纹">
                    {spokenFingerprint(peer.fingerprint)}
                  </td>
                  <td data-l="信任时间">{shownMinute(c, peer.trustedAt)}</td>
                  <td class="s">
                    {peer.revokedAt === null ? (
                      <Status mark="pass" word="已信任" />
                    ) : (
                      <Status mark="unkn" word={`${shownMinute(c, peer.revokedAt)}停用`} />
                    )}
                  </td>
                  <td class="full">
                    {peer.revokedAt === null && (
                      <form class="inline" method="post" action="/exchange/keys/revoke">
                        <CsrfField csrf={c.var.session.csrf} />
                        <input type="hidden" name="fingerprint" value={peer.fingerprint} />
                        <button class="btn bad" type="submit" aria-label={`停用${peer.name}的公钥`}>
                          停用
                        </button>
                      </form>
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </section>
    </div>
  </>
)
