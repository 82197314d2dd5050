import type { Child } from 'hono/jsx'
import { Alert, Head } from '../../web/index.ts'
import { quarterName } from '../draft.ts'
import type { ReportContent } from '../model.ts'
import type { ReportVersion } from '../queries.ts'
import type { Told } from './bound-text.tsx'
import { TypedNumbers } from './report.tsx'

/** What it means to take a version as final, before it is done. */
export function FinalisePage({
  report,
  of,
  children,
}: {
  report: ReportVersion & { content: ReportContent }
  of: Told
  children: Child
}) {
  const { id, version, content } = report
  return (
    <>
      <Head
        crumb={<a href={`/reports/${id}`}>返回报告</a>}
        title={`${quarterName(content.facts)}监测报告定稿`}
        note={`第 ${version} 版`}
      />
      <form class="card" method="post" action={`/reports/${id}/final`}>
        <div class="in stack prose">
          {children}
          <Alert tone="warn" title="定稿后，这一版作为报区政府分管领导批阅的文本">
            定稿留痕，不能撤回；数据有变可以重新编制新的一版。编制人不能审定自己编制的报告。
          </Alert>
          <TypedNumbers content={content} of={of} />
          <p class="acts">
            <button class="btn pri" type="submit">
              审定为定稿
            </button>
            <a class="btn" href={`/reports/${id}`}>
              再看看
            </a>
          </p>
        </div>
      </form>
    </>
  )
}
