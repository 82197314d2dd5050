import { CsrfField } from '../../../web/index.ts'
import type { ClosingFile } from '../model.ts'
import { ClosingMark } from './words.tsx'

/** Beside the other facts of an account: its closing and what comes next, or the way to begin one. */
export const ClosingPanel = ({ file, next }: { file: ClosingFile; next: string }) => (
  <section class="card">
    <header>
      <h2>关停注销</h2>
      <p>
        <ClosingMark state={file.closing.state} />
        {next && `　${next}`}
      </p>
    </header>
    <p class="in">
      <a href={`/closings/${file.closing.id}`}>办理情况和公告</a>
    </p>
  </section>
)

export const BeginClosing = ({ csrf, accountId }: { csrf: string; accountId: string }) => (
  <form method="post" action="/closings">
    <CsrfField csrf={csrf} />
    <input type="hidden" name="accountId" value={accountId} />
    <p class="acts">
      <button class="btn" type="submit">
        开始办理关停注销
      </button>
    </p>
  </form>
)
