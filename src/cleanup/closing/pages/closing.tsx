import { formatDayZh, formatMinute } from '../../../calendar/index.ts'
import { caseStateLabels, type ClosingCase } from '../../../filing/index.ts'
import { type RunningState, runningStateLabels } from '../../../registry/index.ts'
import { platforms } from '../../../vocabulary/platforms.ts'
import { sentences } from '../../../vocabulary/sentences.ts'
import { Alert, Empty, Field, Head } from '../../../web/index.ts'
import { faultLabels, nextClosingState } from '../model.ts'
import { dueOf, isOverdue, leadingCase } from '../rules.ts'
import { AnnouncementCard } from './announcements.tsx'
import { LookCard } from './looks.tsx'
import { type ClosingView, Form, typedIn } from './parts.tsx'
import { ClosingSteps } from './steps.tsx'
import { ClosingMark, deadlineZh, decisionWords } from './words.tsx'

/** One closing: where it stands, what is missing, what is due until when, and the step that comes next. */
export function ClosingPage(view: ClosingView) {
  const { file, notice, today, refused, trail } = view
  const { closing } = file
  return (
    <>
      <Head
        crumb={<a href="/closings">关停注销办理</a>}
        title={
          <>
            {closing.accountName} <ClosingMark state={closing.state} box />
          </>
        }
        note={`${closing.unitName}　${platforms[closing.platform].label}　台账：${runningStateLabels[closing.runningState as RunningState]}`}
      >
        <a class="btn" href={`/accounts/${closing.accountId}`}>
          查看台账
        </a>
      </Head>
      {refused && <Alert tone="fail" title={refused.problem} />}
      <Notices {...view} />
      <ClosingSteps file={file} notice={notice} today={today} />
      <div class="cols c75">
        <div class="stackv">
          <FaultsCard {...view} />
          <AnnouncementCard view={view} kind="pause" />
          <ArchiveCard {...view} />
          <LookCard {...view} />
          <AnnouncementCard view={view} kind="deregister" />
        </div>
        <div class="stackv">
          <MissingCard {...view} />
          <GroundCard {...view} />
          <EndCards {...view} />
          {trail}
        </div>
      </div>
    </>
  )
}

function Notices({ file: { closing }, again, today }: ClosingView) {
  const monitored = closing.runningState !== 'deregistered'
  return (
    <>
      {monitored && closing.state !== 'withdrawn' && <Alert tone="pend" title={sentences.stillMonitored} />}
      {again && ['verified', 'rechecked', 'archived'].includes(closing.state) && (
        <Alert
          tone="fail"
          title={`核验注销后，${formatMinute(again.checkedAt)}又看到该账号。请核实后登记再现；登记后恢复监测，并记入责任追究线索。`}
        />
      )}
      {isOverdue(closing, today) && (
        <Alert
          tone="fail"
          title={
            closing.state === 'verified'
              ? `已过复查日期${formatDayZh(closing.recheckOn!)}，请尽快查看账号并登记。`
              : `已过${closing.itemDueOn ? '清理事项的' : '公告期满后的'}办理期限${formatDayZh(dueOf(closing)!)}，请尽快办理。`
          }
        />
      )}
      {closing.withdrawnReason && <Alert tone="unkn" title={`已撤回：${closing.withdrawnReason}`} />}
    </>
  )
}

function MissingCard({ missing, file }: ClosingView) {
  const one = file.deregistration ?? file.suspension
  if (['verified', 'rechecked', 'archived', 'withdrawn'].includes(file.closing.state)) return null
  return (
    <section class="card">
      <header>
        <h2>核验注销前还缺</h2>
        <p>{missing.length > 0 ? `${missing.length} 项` : '已齐'}</p>
      </header>
      {missing.length > 0 ? (
        <ul class="plain rows">
          {missing.map((what) => (
            <li>{what}</li>
          ))}
        </ul>
      ) : (
        <p class="in">可以查看账号，核验注销。</p>
      )}
      {missing.length > 0 && one && (
        <footer>
          <a href={`/cases/${one.id}`}>到备案事项登记平台注销、全国系统关停</a>
        </footer>
      )}
    </section>
  )
}

function FaultsCard(view: ClosingView) {
  const { file, faults, openFaults, may } = view
  const { explanation } = file.closing
  if (faults.length === 0) return null
  const asks = openFaults.length > 0 && nextClosingState[file.closing.state].explain !== undefined
  return (
    <section class="card">
      <header>
        <h2>次序问题</h2>
        <p>日期按实际登记，不作更改</p>
      </header>
      <div class="in stackv">
        <Alert
          tone={openFaults.length > 0 ? 'fail' : 'unkn'}
          title={faults.map((code) => faultLabels[code]).join('；')}
        >
          <p>{sentences.systemOnlyHints}</p>
        </Alert>
        {explanation && <p>{`说明：${explanation}`}</p>}
        {asks && may('explain') && (
          <Form view={view} path="explain" label="保存说明">
            <Field
              name="note"
              id="explain-note"
              label="原因和处理情况"
              type="textarea"
              required
              value={typedIn(view, 'explain')['note']}
              hint="登记平台注销的人不能作说明；未说明的不能核验、归档。"
            />
          </Form>
        )}
      </div>
    </section>
  )
}

const CaseLine = ({ one, word }: { one: ClosingCase; word: string }) => (
  <>
    <dt>{`${word}备案`}</dt>
    <dd>
      <a href={`/cases/${one.id}`}>{caseStateLabels[one.state]}</a>
      {one.filingNumber && <p class="mut sm">{one.filingNumber}</p>}
    </dd>
  </>
)

const dayOr = (day: Parameters<typeof formatDayZh>[0] | null | undefined) => (day ? formatDayZh(day) : '—')

/** What the cases and the announcement say: the facts are theirs, here they stand side by side. */
function GroundCard({ file, notice }: ClosingView) {
  const { closing, suspension, deregistration, announcements } = file
  const lead = leadingCase(file)
  const pause = announcements.find(({ kind, publishedOn }) => kind === 'pause' && publishedOn)
  return (
    <section class="card">
      <header>
        <h2>办理依据和日期</h2>
      </header>
      <dl class="in dl">
        {closing.itemId && (
          <>
            <dt>清理事项</dt>
            <dd>
              <a href={`/cleanup/${closing.itemId}`}>{`${dayOr(closing.itemDecidedOn)}审定`}</a>
            </dd>
          </>
        )}
        <dt>决定方式</dt>
        <dd>{lead?.decision ? decisionWords[lead.decision] : '—'}</dd>
        {suspension && <CaseLine one={suspension} word="关停" />}
        {deregistration && <CaseLine one={deregistration} word="注销" />}
        {!deregistration && closing.state !== 'withdrawn' && (
          <>
            <dt>注销备案</dt>
            <dd>
              <a href={`/cases/new?kind=deregister&unitId=${closing.unitId}&accountId=${closing.accountId}`}>
                申请注销备案
              </a>
            </dd>
          </>
        )}
        <dt>承接平台</dt>
        <dd>{lead?.successor || '—'}</dd>
        <dt>停更日期</dt>
        <dd>{dayOr(pause?.stopsOn)}</dd>
        <dt>公告期</dt>
        <dd>
          {notice ? `${closing.noticeWorkdays}个工作日，至${deadlineZh(notice)}` : '—'}
          {closing.noticeSource && <p class="mut sm">{closing.noticeSource}</p>}
        </dd>
        <dt>注销日期</dt>
        <dd>{dayOr(deregistration?.executedOn)}</dd>
        <dt>全国系统</dt>
        <dd>{dayOr(deregistration?.nationalOn)}</dd>
        {closing.verifiedOn && (
          <>
            <dt>核验注销</dt>
            <dd>{formatDayZh(closing.verifiedOn)}</dd>
          </>
        )}
      </dl>
    </section>
  )
}

function ArchiveCard(view: ClosingView) {
  const { file, may, mayDownload, names } = view
  const { closing, archives } = file
  const next = nextClosingState[closing.state]['archive-content']
  if (archives.length === 0 && !next) return null
  return (
    <section class="card">
      <header>
        <h2>内容归档</h2>
        <p>{archives.length > 0 ? `${archives.filter(({ volume }) => volume === 1).length} 份` : '平台注销前归档'}</p>
      </header>
      {archives.length === 0 ? (
        <Empty title="还没有归档">
          归档包含台账、发布内容、历次采集数据、证据、巡查记录、备案事项、公告、留痕和签字盖章件，附清单和摘要。除签字盖章件外，姓名、电话已隐去。
        </Empty>
      ) : (
        <ul class="plain rows">
          {archives.map(({ id, madeAt, madeBy, sha256, bytes, entries, volume, volumes }) => (
            <li>
              <p>
                {mayDownload ? <a href={`/closings/${closing.id}/files/${id}`}>下载归档包</a> : <b>归档包</b>}
                {volumes > 1 && `　第${volume}卷，共${volumes}卷`}
              </p>
              <p>{`${entries}个文件　${Math.ceil(bytes / 1024)} kB　${formatMinute(madeAt)}　${names.get(madeBy) ?? ''}`}</p>
              <p class="mut sm mono">{`SHA-256 ${sha256}`}</p>
            </li>
          ))}
        </ul>
      )}
      {next && may('archive-content') && (
        <div class="in">
          <Form
            view={view}
            path="archive"
            label={archives.length > 0 ? '重新归档' : '生成归档包'}
            primary={archives.length === 0 && closing.state === 'announced'}
          />
          <p class="hint">平台后台的图片、视频原件、菜单、私信、认证资料不在系统内，请主办单位在注销前另行导出保存。</p>
        </div>
      )}
    </section>
  )
}

function EndCards(view: ClosingView) {
  const { file, may, openFaults } = view
  const next = nextClosingState[file.closing.state]
  return (
    <>
      {next.file && may('file') && (
        <section class="card">
          <div class="in">
            <p>复查未再发现账号，可以整卷归档。</p>
            <Form view={view} path="file" label="整卷归档" primary off={openFaults.length > 0} />
          </div>
        </section>
      )}
      {next.withdraw && may('withdraw') && file.deregistration?.executedOn == null && (
        <section class="card">
          <header>
            <h2>撤回</h2>
          </header>
          <div class="in">
            <Form view={view} path="withdraw" label="撤回">
              <Field
                name="reason"
                id="withdraw-reason"
                label="理由"
                required
                value={typedIn(view, 'withdraw')['reason']}
                hint="改为保留账号的，写明理由后撤回。"
              />
            </Form>
          </div>
        </section>
      )}
    </>
  )
}
