import { Head } from '../components/head.tsx'

/** A refusal's sentence, or the id of a defect. Says what is wrong and what to do, never only “出错了”. */
export function ErrorPage({ status, sentence, signedIn }: { status: number; sentence: string; signedIn: boolean }) {
  return (
    <>
      <Head title={status >= 500 ? '系统故障' : '未能办理'} note={`状态 ${status}`} />
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
