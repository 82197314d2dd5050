import { formatDayZh } from '../../../calendar/index.ts'
import { sentences } from '../../../vocabulary/sentences.ts'
import { Alert, Field } from '../../../web/index.ts'
import { type AnnouncementKind, announcementLabels, nextClosingState } from '../model.ts'
import { published } from '../rules.ts'
import { announcementNow } from '../verbs/announce.ts'
import { type ClosingView, Form, typedIn } from './parts.tsx'

/** 停更公告 or 注销公告: the text to copy and edit, then the record of where it was published. */
export function AnnouncementCard({ view, kind }: { view: ClosingView; kind: AnnouncementKind }) {
  const { file, may } = view
  const done = published(file.announcements, kind)
  const publish = kind === 'pause' ? ('publish' as const) : ('publish-final' as const)
  const next = nextClosingState[file.closing.state]
  if (!done && !next.draft) return null
  return (
    <section class="card">
      <header>
        <h2>{announcementLabels[kind]}</h2>
        <p>
          {done?.publishedOn
            ? `${formatDayZh(done.publishedOn)}发布`
            : kind === 'pause'
              ? '未发布'
              : '平台注销前后发布'}
        </p>
      </header>
      <div class="in stackv">
        {done ? <Published view={view} kind={kind} /> : <Draft view={view} kind={kind} />}
        {!done && next[publish] && may(publish) && <PublishForm view={view} kind={kind} />}
      </div>
    </section>
  )
}

function Published({ view: { file }, kind }: { view: ClosingView; kind: AnnouncementKind }) {
  const done = published(file.announcements, kind)!
  return (
    <>
      <Field name={`body-${kind}`} label="公告全文" type="textarea" rows={9} value={done.body} readonly />
      <dl class="dl">
        {done.stopsOn && (
          <>
            <dt>停更日期</dt>
            <dd>{formatDayZh(done.stopsOn)}</dd>
          </>
        )}
        <dt>发布凭证</dt>
        <dd>
          {done.link && (
            <a href={done.link} rel="noreferrer noopener">
              公告链接
            </a>
          )}
          {done.link && done.screenshotFileId && '　'}
          {done.screenshotFileId && <a href={`/closings/${file.closing.id}/files/${kind}`}>公告截图</a>}
        </dd>
      </dl>
    </>
  )
}

function Draft({ view, kind }: { view: ClosingView; kind: AnnouncementKind }) {
  const { file, notice, today, may } = view
  const { body } = announcementNow(file, kind, notice, today)
  const edits = may('draft')
  return (
    <Form view={view} path="draft" {...(edits && { label: '保存公告文字' })}>
      <input type="hidden" name="kind" value={kind} />
      <Field
        name="body"
        id={`body-${kind}`}
        label="公告全文"
        type="textarea"
        rows={9}
        value={typedIn(view, 'draft', kind)['body'] ?? body}
        hint="系统按备案事项拟写，可以修改、复制；【】处须补全。"
        {...(!edits && { readonly: true })}
      />
    </Form>
  )
}

function PublishForm({ view, kind }: { view: ClosingView; kind: AnnouncementKind }) {
  const { file, notice, today } = view
  const { stopsOn } = announcementNow(file, kind, notice, today)
  const typed = typedIn(view, 'publish', kind)
  return (
    <Form
      view={view}
      path="publish"
      label={`登记${announcementLabels[kind]}`}
      primary={kind === 'pause' && view.approved}
      off={!view.approved}
      upload
    >
      {!view.approved && <Alert tone="warn" title="关停、注销备案尚未批准，先备案后公告。" />}
      <input type="hidden" name="kind" value={kind} />
      <div class="row">
        <Field name="on" id={`on-${kind}`} label="发布日期" type="date" required value={typed['on'] ?? today} />
        {kind === 'pause' && (
          <Field
            name="stopsOn"
            label="停更日期"
            type="date"
            required
            value={typed['stopsOn'] ?? stopsOn ?? ''}
            hint="自该日起不再发布信息，注销完成前仍纳入监测。"
          />
        )}
      </div>
      <div class="row">
        <Field
          name="link"
          id={`link-${kind}`}
          label="公告链接"
          value={typed['link']}
          hint="以 https:// 开头；没有链接的须上传截图。"
        />
        <Field
          name="file"
          id={`file-${kind}`}
          label="公告截图"
          type="file"
          accept=".pdf,.jpg,.jpeg,.png,.webp"
          hint={sentences.nothingSecret}
        />
      </div>
    </Form>
  )
}
