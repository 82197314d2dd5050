import type { Child } from 'hono/jsx'
import { Alert, CsrfField, Field, Head, type WebContext } from '../../web/index.ts'
import type { StoredScheme } from '../queries/years.ts'
import type { Typed } from '../scheme-form.ts'
import { Frame } from './scheme-frame.tsx'
import { Added, Rules } from './scheme-rules.tsx'
import { SchemeMark } from './schemes.tsx'
import { schemeWords } from './words.tsx'

export type SchemeView = {
  c: WebContext
  stored: StoredScheme
  mayEdit: boolean
  mayLock: boolean
  mayCompare: boolean
  /** What may be counted: `kind/code` with its label. */
  countable: readonly { value: string; label: string }[]
  /** Who drew it up. */
  preparedBy: string
  typed: Typed
  problem: string | undefined
  trail: Child
}

/** One scheme: while it is a draft every number can be changed, afterwards it is read as it was locked. */
export function SchemePage(view: SchemeView) {
  const { c, stored, mayEdit, problem, trail, preparedBy } = view
  const { scheme, year, serial } = stored
  return (
    <>
      <Head
        crumb={<a href="/score/schemes">评分方案</a>}
        title={
          <>
            {scheme.name} <SchemeMark state={stored.state} />
          </>
        }
        note={`${year}年第${serial}版　${stored.paper ?? scheme.basis}　${preparedBy}拟定`}
      >
        {view.mayCompare && (
          <a class="btn" href={`/score/schemes/${stored.id}/compare`}>
            试算比较
          </a>
        )}
      </Head>
      {problem && <Alert tone="fail" title={problem} />}
      <div class="stackv">
        {mayEdit ? (
          <form method="post" action={`/score/schemes/${stored.id}`} class="stackv">
            <CsrfField csrf={c.var.session.csrf} />
            <input type="hidden" name="version" value={String(stored.version)} />
            <Frame {...view} />
            <Rules {...view} />
            <Added {...view} />
          </form>
        ) : (
          <>
            <section class="card">
              <header>
                <h2>总则</h2>
              </header>
              <ul class="in rows">
                {schemeWords(scheme).map((words) => (
                  <li>{words}</li>
                ))}
              </ul>
            </section>
            <Rules {...view} />
          </>
        )}
        {view.mayLock && <LockForm {...view} />}
        {trail}
      </div>
    </>
  )
}

const LockForm = ({ c, stored, typed }: SchemeView) => (
  <section class="card">
    <header>
      <h2>锁定方案</h2>
    </header>
    <form class="in" method="post" action={`/score/schemes/${stored.id}/lock`}>
      <CsrfField csrf={c.var.session.csrf} />
      <input type="hidden" name="version" value={String(stored.version)} />
      <p class="mut">锁定后不能再改。拟定人不能自己锁定。</p>
      <Field name="paper" label="审定文件" required value={typed['paper']} hint="写明文件名称和文号。" />
      <p class="acts">
        <button class="btn pri" type="submit">
          锁定
        </button>
      </p>
    </form>
  </section>
)
