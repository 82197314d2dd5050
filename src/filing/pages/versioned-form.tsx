import { CsrfField } from '../../web/index.ts'

/** A record as somebody sees it: a step is taken of this version of it and of no other. */
type Seen = { csrf: string; one: { version: number } }

/** What every form of such a record carries. */
export const Hidden = ({ csrf, one }: Seen) => (
  <>
    <CsrfField csrf={csrf} />
    <input type="hidden" name="version" value={String(one.version)} />
  </>
)

type Step = { view: Seen; action: string; label: string; primary?: boolean; off?: string | false }

/** A step of which nothing is typed; `off`: what bars it, in words. */
export const Act = ({ view, action, label, primary, off }: Step) => (
  <form method="post" action={action}>
    <Hidden csrf={view.csrf} one={view.one} />
    <p class="acts">
      <button class={primary ? 'btn pri' : 'btn'} type="submit" disabled={Boolean(off)}>
        {label}
      </button>
      {off && <span class="mut">{off}</span>}
    </p>
  </form>
)
