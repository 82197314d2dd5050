import { raw } from 'hono/html'
import { fileMegabytes } from '../../../vocabulary/hints.ts'
import { platforms } from '../../../vocabulary/platforms.ts'
import { sentences } from '../../../vocabulary/sentences.ts'
import { Alert, CsrfField, Field, Head } from '../../../web/index.ts'
import { AUTHOR_MOST, TITLE_MOST } from '../model.ts'
import type { ManuscriptFile, TargetAccount } from '../queries.ts'
import { shownHtml } from '../rich-text/pictures.ts'
import { typedLines } from '../rich-text/typed-lines.ts'

/** What stands in the form: as it is kept, or as it was typed when it was refused. */
export type EditValues = {
  title: string
  html: string
  author: string
  source: string
  sourceLink: string
  aiGenerated: boolean
  aiLabel: string
  accountIds: readonly string[]
}

type Props = {
  csrf: string
  /** Undefined: it has no number yet. */
  manuscriptId: string | undefined
  basedOn: number
  values: EditValues
  accounts: readonly TargetAccount[]
  files: readonly ManuscriptFile[]
  problem?: string | undefined
  /** The version that somebody else saved meanwhile, and the one that this text was kept as. */
  apart?: { current: number; number: number } | undefined
}

/** 起草、修改: works as a plain form; the script makes the text rich, saves by itself and marks what the check finds. */
export function EditPage({ csrf, manuscriptId, basedOn, values, accounts, files, problem, apart }: Props) {
  const base = manuscriptId === undefined ? '/manuscripts' : `/manuscripts/${manuscriptId}`
  const action = manuscriptId === undefined ? '/manuscripts/new' : `${base}/edit`
  const shown = shownHtml(values.html, (file) => `${base}/files/${file}`)
  return (
    <>
      <Head
        crumb={<a href={base}>{manuscriptId === undefined ? '稿件审签' : '返回稿件'}</a>}
        title={manuscriptId === undefined ? '起草稿件' : '修改稿件'}
        note={sentences.nothingSecret}
      />
      {problem && <Alert tone="fail" title={problem} />}
      {apart && (
        <Alert tone="warn" title={`他人已先保存第${apart.current}版，您的文字另存为第${apart.number}版，两份都在`}>
          <a href={`${base}/versions?from=${apart.current}&to=${apart.number}`}>并排对照，选用或者合并</a>
        </Alert>
      )}
      <form
        class="cols c75 writing"
        method="post"
        action={action}
        enctype="multipart/form-data"
        data-rich={manuscriptId === undefined ? 'new' : base}
      >
        <CsrfField csrf={csrf} />
        <input type="hidden" name="basedOn" value={String(basedOn)} />
        <div class="stackv">
          <section class="card in">
            <Field name="title" label="标题" required maxlength={TITLE_MOST} value={values.title} />
            <div class="fld" data-plain>
              <label for="text">正文</label>
              <textarea id="text" name="text" rows={22} class="paper" aria-describedby="text-hint">
                {typedLines(values.html)}
              </textarea>
              <p class="hint" id="text-hint">
                段落之间空一行。［图片1］是图片的位置，可以移动；没有改动的段落保留原来的格式。
              </p>
            </div>
            <div class="fld" data-editor-box hidden>
              <span class="lab" id="rich-label">
                正文
              </span>
              <div class="richbar" role="toolbar" aria-label="正文格式">
                {(
                  [
                    ['bold', '加粗'],
                    ['h2', '小标题'],
                    ['p', '正文'],
                    ['insertUnorderedList', '列表'],
                    ['picture', '插入图片'],
                    ['undo', '撤销'],
                  ] as const
                ).map(([name, label]) => (
                  <button class="btn sml" type="button" data-do={name}>
                    {label}
                  </button>
                ))}
                <input
                  type="file"
                  accept="image/png,image/jpeg,image/webp,image/gif"
                  data-picture
                  hidden
                  aria-label="选择图片"
                />
              </div>
              <div
                class="doc ms rich"
                contenteditable
                role="textbox"
                aria-multiline="true"
                aria-labelledby="rich-label"
                data-text
                lang="zh-CN"
              >
                {raw(shown)}
              </div>
              <p class="hint">可以从公众号编辑器、Word 粘贴，段落和图片保留，字体颜色等样式去掉。</p>
            </div>
          </section>
        </div>
        <div class="stackv beside">
          <section class="card in savebar">
            <button class="btn pri wide" type="submit" data-save>
              {manuscriptId === undefined ? '保存草稿' : '保存'}
            </button>
            <p class="hint" role="status" data-status>
              {manuscriptId === undefined
                ? '停几秒即自动存为草稿；保存以后可以上传附件、送审。'
                : '保存为新的一版，旧版都在。'}
            </p>
          </section>
          <section class="card" data-check hidden>
            <header>
              <h2>文字检查</h2>
              <p data-check-count></p>
            </header>
            <div class="in" data-findings aria-live="polite"></div>
            <div class="in" data-links-box hidden>
              <button class="btn sml" type="button" data-links>
                检查网址能否打开
              </button>{' '}
              <span class="mut sm" role="status" data-links-state></span>
            </div>
          </section>
        </div>
        <div class="stackv">
          <section class="card in">
            <fieldset class="fld plainset">
              <legend class="lab">发布账号</legend>
              {accounts.length === 0 && <p class="mut sm">本单位没有在运行的账号。</p>}
              {accounts.map(({ id, name, platform }) => (
                <label class="tick">
                  <input type="checkbox" name="accountId" value={id} checked={values.accountIds.includes(id)} />{' '}
                  {`${name}（${platforms[platform].label}）`}
                </label>
              ))}
            </fieldset>
            <Field name="author" label="撰稿" required maxlength={AUTHOR_MOST} value={values.author} />
            <Field
              name="source"
              label="稿源"
              maxlength={AUTHOR_MOST}
              value={values.source}
              hint="转载的填写来源单位；原创不填"
            />
            <Field name="sourceLink" label="原文链接" value={values.sourceLink} />
            <div class="fld">
              <label class="tick">
                <input type="checkbox" name="aiGenerated" value="yes" checked={values.aiGenerated} />{' '}
                含人工智能生成、合成的内容
              </label>
              <Field
                name="aiLabel"
                label="向读者显示的标识"
                maxlength={AUTHOR_MOST}
                value={values.aiLabel}
                hint="含生成内容的必须填写，如“本文由人工智能辅助生成”，发布时须在平台主动声明"
              />
            </div>
          </section>
          {manuscriptId !== undefined && (
            <section class="card in">
              <Field
                name="picture"
                label="插入图片"
                type="file"
                accept=".png,.jpg,.jpeg,.webp,.gif"
                hint="保存时放在正文末尾，可再移动。PNG、JPG；WebP、GIF转为PNG，动图取第一帧。"
                data={{ 'data-plain-picture': true }}
              />
              <Field
                name="attachment"
                label="附件"
                type="file"
                accept=".pdf,.docx,.xlsx,.png,.jpg,.jpeg"
                hint={`随稿审核的材料，每个不超过${fileMegabytes} MB，保存时上传。`}
              />
              {files
                .filter(({ use }) => use === 'attachment')
                .map(({ fileId, name }) => (
                  <label class="tick">
                    <input type="checkbox" name="dropFile" value={fileId} /> {`移除“${name}”`}
                  </label>
                ))}
            </section>
          )}
        </div>
      </form>
    </>
  )
}
