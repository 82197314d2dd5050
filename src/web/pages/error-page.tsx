import { Head } from '../components/head.tsx'

/** A refusal's sentence, or the id of a defect. Says what is wrong and what to do, never only “出错了”. */
export function ErrorPage({
  title,
  status,
  sentence,
  signedIn,
}: {
  title: string
  status: number
  sentence: string
  signedIn: boolean
}) {
  return (
    <>
      <Head title={title} note={`状态 ${status}`} />
      <section class="card">
        <div class="in stack">
          <p class="prose">{sentence}</p>
          <p class="acts">
            <a class="btn" href={signedIn ? '/' : '/sign-in'}>
              {signedIn ? '回到工作台' : '去登录'}
            </a>
          </p>
        </div>
      </section>
    </>
  )
}
