import type { JobRun } from '../../jobs/index.ts'
import { Alert } from './alert.tsx'

/** A background run: its progress while it works, its sentence when it failed, nothing when it is done. Use with the island `progress`. */
export function RunProgress({ run, title }: { run: JobRun | undefined; title: string }) {
  if (!run || run.state === 'done') return null
  if (run.state === 'failed') {
    return (
      <Alert tone="fail" title={`${title}没有完成`}>
        {run.message}
      </Alert>
    )
  }
  return (
    <div class="alert pend" role="status" data-poll={`/jobs/${run.id}.json`}>
      <b>{`${title}正在进行`}</b>
      <span data-words>{run.message ?? '排队中'}</span>
      <progress value={run.done} max={run.total ?? 100} aria-label={`${title}进度`}></progress>
      <noscript>
        <a href="">刷新查看进度</a>
      </noscript>
    </div>
  )
}
