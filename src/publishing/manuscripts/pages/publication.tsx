import { formatMinute } from '../../../calendar/index.ts'
import { platforms } from '../../../vocabulary/platforms.ts'
import { CsrfField, Field, shownMinute, Status, type WebContext } from '../../../web/index.ts'
import type { Desk, Rights } from '../desk.ts'
import { OPINION_MOST, type Publication } from '../model.ts'
import type { TargetAccount } from '../queries.ts'
import { beforeApproval } from '../verbs/publish.ts'

type Typed = Readonly<Record<string, string>>
type Props = { c: WebContext; desk: Desk; may: Rights; typed: Typed }

/** 发布记录: each account with where and when it went out; withdrawal and removal below. */
export function PublicationCard({ c, desk, may, typed }: Props) {
  const { manuscript, text, accounts, publications } = desk
  const { id, state, version } = manuscript
  const { csrf } = c.var.session
  const targets = accounts.filter((one) => text.accountIds.includes(one.id))
  const done = publications.length
  const signers = desk.steps
    .filter(({ round }) => round === manuscript.approvedRound)
    .flatMap(({ gates }) => gates.flatMap(({ signedBy }) => signedBy ?? []))
  return (
    <section class="card">
      <header>
        <h2>发布记录</h2>
        <p>{`已登记 ${done}/${targets.length}`}</p>
      </header>
      <div class="in stackv">
        {targets.map((account) => (
          <AccountPart
            c={c}
            account={account}
            desk={desk}
            typed={typed['accountId'] === account.id ? typed : {}}
            csrf={csrf}
            mayRecord={may.write && state !== 'withdrawn'}
            mayRemove={may.write && state === 'withdrawn'}
          />
        ))}
        {may.decide && state !== 'withdrawn' && (
          <details open={typed['reason'] !== undefined}>
            <summary>撤稿</summary>
            <form class="unfolded" method="post" action={`/manuscripts/${id}/withdraw`}>
              <CsrfField csrf={csrf} />
              <input type="hidden" name="version" value={String(version)} />
              <Field
                name="reason"
                id="withdraw-reason"
                label="撤稿的理由"
                type="textarea"
                required
                maxlength={OPINION_MOST}
                value={typed['reason']}
                hint="撤稿后不能再发布；已发布的须逐个账号删除并登记。审签记录和发布证据照原样保留。"
              />
              <button class="btn bad" type="submit">
                撤稿
              </button>
            </form>
          </details>
        )}
        {may.write && (state === 'published' || state === 'withdrawn') && (
          <form method="post" action={`/manuscripts/${id}/correct`}>
            <CsrfField csrf={csrf} />
            <input type="hidden" name="version" value={String(version)} />
            <button class="btn" type="submit">
              起草更正稿
            </button>
          </form>
        )}
        {may.review &&
          manuscript.urgentSince !== null &&
          manuscript.urgentCheckedAt === null &&
          !desk.writers.includes(c.var.actor.id) &&
          !signers.includes(c.var.actor.id) && (
            <form class="unfolded" method="post" action={`/manuscripts/${id}/check-urgent`}>
              <CsrfField csrf={csrf} />
              <input type="hidden" name="version" value={String(version)} />
              <Field
                name="opinion"
                id="urgent-opinion"
                label="补审意见"
                type="textarea"
                required
                maxlength={OPINION_MOST}
                value={typed['opinion']}
              />
              <button class="btn" type="submit">
                登记补审
              </button>
            </form>
          )}
        {manuscript.urgentCheckedAt !== null && (
          <p class="sm">{`补审：${desk.words.get(manuscript.urgentCheckedWordsId ?? '') ?? '已删除'}（${desk.names.get(manuscript.urgentCheckedBy ?? '') ?? ''}，${shownMinute(c, manuscript.urgentCheckedAt)}）`}</p>
        )}
      </div>
    </section>
  )
}

type PartProps = Omit<Props, 'may'> & {
  account: TargetAccount
  csrf: string
  mayRecord: boolean
  mayRemove: boolean
}

function AccountPart({ c, account, desk, typed, csrf, mayRecord, mayRemove }: PartProps) {
  const { manuscript, publications, rounds, names } = desk
  const found = publications.find(({ accountId }) => accountId === account.id)
  const decidedAt = rounds.find(({ number }) => number === manuscript.approvedRound)?.decidedAt ?? null
  // On a demonstration the day stands still while people sign: what is signed on it is signed now, and after nothing.
  const approvedAt = c.var.demo && decidedAt !== null && decidedAt > c.var.deps.clock.now() ? null : decidedAt
  const key = account.id.slice(-6)
  return (
    <div class="pubpart">
      <p>
        <b>{account.name}</b>
        <small>{`　${platforms[account.platform].label}`}</small>{' '}
        {found ? <PublishedMark found={found} /> : <Status mark="unkn" word="未登记发布" />}
      </p>
      {found && (
        <p class="sm">
          {`${formatMinute(found.publishedAt)}发布　${names.get(found.recordedBy) ?? ''}登记　`}
          {found.link && (
            <a class="brk" href={found.link} rel="noreferrer noopener">
              {found.link}
            </a>
          )}
          {beforeApproval(found.publishedAt, approvedAt) && (
            <b>{`　${beforeApproval(found.publishedAt, approvedAt)!}`}</b>
          )}
        </p>
      )}
      {found?.removedAt && (
        <p class="sm">
          {`${formatMinute(found.removedAt)}已删除　${names.get(found.removalRecordedBy ?? '') ?? ''}登记　`}
          {found.removalFileId && <a href={`/manuscripts/${manuscript.id}/files/${found.removalFileId}`}>删除的截图</a>}
        </p>
      )}
      {mayRecord && (
        <details open={!found || typed['publishedAt'] !== undefined}>
          <summary>{found ? '更正发布登记' : '登记发布'}</summary>
          <form class="unfolded" method="post" action={`/manuscripts/${manuscript.id}/publish`}>
            <CsrfField csrf={csrf} />
            <input type="hidden" name="version" value={String(manuscript.version)} />
            <input type="hidden" name="accountId" value={account.id} />
            <Field
              name="publishedAt"
              id={`at-${key}`}
              label="发布时间"
              type="datetime-local"
              required
              value={typed['publishedAt']}
            />
            <Field
              name="link"
              id={`link-${key}`}
              label="发布链接"
              value={typed['link']}
              hint="发布后从平台复制；没有链接的可不填"
            />
            <button class="btn" type="submit">
              保存
            </button>
          </form>
        </details>
      )}
      {mayRemove && found && found.removedAt === null && (
        <form
          class="unfolded"
          method="post"
          action={`/manuscripts/${manuscript.id}/remove`}
          enctype="multipart/form-data"
        >
          <CsrfField csrf={csrf} />
          <input type="hidden" name="version" value={String(manuscript.version)} />
          <input type="hidden" name="accountId" value={account.id} />
          <Field
            name="removedAt"
            id={`gone-${key}`}
            label="删除时间"
            type="datetime-local"
            required
            value={typed['removedAt']}
          />
          <Field name="proof" id={`proof-${key}`} label="删除的截图" type="file" accept=".png,.jpg,.jpeg,.pdf,.webp" />
          <button class="btn" type="submit">
            登记删除
          </button>
        </form>
      )}
    </div>
  )
}

const PublishedMark = ({ found }: { found: Publication }) =>
  found.removedAt ? <Status mark="unkn" word="已删除" /> : <Status mark="pass" word="已发布" />
