import type { Child } from 'hono/jsx'

export type AlertTone = 'pass' | 'warn' | 'fail' | 'pend' | 'unkn'

/** What concerns the whole page: first the outcome, then what to do. */
export function Alert({ tone, title, children }: { tone: AlertTone; title: string; children?: Child }) {
  return (
    <div class={`alert ${tone}${tone === 'unkn' ? ' unk' : ''}`} role={tone === 'fail' ? 'alert' : 'status'}>
      <b>{title}</b>
      {children}
    </div>
  )
}
