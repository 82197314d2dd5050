import { Head } from '../components/head.tsx'

export const awayTitle = '请稍候'

/** The database is starting or out of reach: no fault of the person's, and over in a moment. */
export function AwayPage({ sentence, isForm }: { sentence: string; isForm: boolean }) {
  return (
    <>
      <Head title={awayTitle} />
      <section class="card">
        <div class="in stack">
          <p class="prose">{sentence}</p>
          {/* A link would ask for the address of a form without what was typed: the browser's own reload sends it again. */}
          {!isForm && (
            <p class="acts">
              <a class="btn" href="">
                重新打开
              </a>
            </p>
          )}
        </div>
      </section>
    </>
  )
}
