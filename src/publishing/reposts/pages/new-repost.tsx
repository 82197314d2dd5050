import type { Platform } from '../../../vocabulary/platforms.ts'
import { platforms } from '../../../vocabulary/platforms.ts'
import { Alert, CsrfField, Field, type FormValues, Head } from '../../../web/index.ts'
import { SOURCE_MOST, TITLE_MOST } from '../model.ts'

type Props = {
  csrf: string
  running: readonly { platform: Platform; count: number }[]
  values: FormValues
  today: string
  problem?: string | undefined
}

const text = (values: FormValues, name: string): string | undefined => {
  const value = values[name]
  return typeof value === 'string' ? value : undefined
}

/** 布置转载任务. */
export function NewRepostPage({ csrf, running, values, today, problem }: Props) {
  const chosen = new Set([values['platform'] ?? []].flat())
  return (
    <>
      <Head
        crumb={<a href="/reposts">转载任务</a>}
        title="布置转载任务"
        note="以标题与采集到的内容比对，标题请照原文填写"
      />
      {problem && <Alert tone="fail" title={problem} />}
      <form class="card" method="post" action="/reposts/new" data-unsaved>
        <div class="in">
          <CsrfField csrf={csrf} />
          <Field name="title" label="需转载内容的标题" required maxlength={TITLE_MOST} value={text(values, 'title')} />
          <div class="row">
            <Field
              name="source"
              label="稿源"
              required
              maxlength={SOURCE_MOST}
              value={text(values, 'source')}
              hint="党委和政府网站，或者有关主管部门确定的稿源单位。"
            />
            <Field name="link" label="原文链接" value={text(values, 'link')} hint="选填。" />
          </div>
          <div class="row">
            <Field
              name="issuedOn"
              label="布置日期"
              type="date"
              required
              value={text(values, 'issuedOn') ?? today}
              hint="当天起发布的计入转载。"
            />
            <Field name="dueAt" label="转载时限" type="datetime-local" required value={text(values, 'dueAt')} />
          </div>
          <fieldset class="fld">
            <legend class="lab">哪些账号转载（该平台全部在运行的账号）</legend>
            <div class="checks">
              {running.map(({ platform, count }) => (
                <label>
                  <input type="checkbox" name="platform" value={platform} checked={chosen.has(platform)} />
                  {`${platforms[platform].label}（${count}）`}
                </label>
              ))}
            </div>
          </fieldset>
          <Field
            name="accounts"
            label="只限部分账号的，逐个写明"
            type="textarea"
            rows={3}
            value={text(values, 'accounts')}
            hint="每行一个账号名称；同名的写明平台，如：平安临湖（新浪微博）。填写以后，以这里为准，不看上面的平台。"
          />
          <button class="btn pri" type="submit">
            布置
          </button>
        </div>
      </form>
    </>
  )
}
