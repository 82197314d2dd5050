import { Head } from '../components/head.tsx'

/** A refusal's sentence, or the id of a defect. Says what is wrong and what to do, never only “出错了”. */
export function ErrorPage({
  title,
  status,
  sentence,
  back,
}: {
  title: string
  status: number
  sentence: string
  /** Where this person may go on; undefined: nowhere, for want of any right. */
  back: { href: string; label: string } | undefined
}) {
  return (
    <>
      <Head title={title} />
      <section class="card">
        <div class="in stack">
          <p class="prose">{sentence}</p>
          {back ? (
            <p class="acts">
              <a class="btn" href={back.href}>
                {back.label}
              </a>
            </p>
          ) : (
            <p class="prose">您还没有可以使用的权限，请联系本级管理员设置主办单位和角色。</p>
          )}
          <p class="mut sm">{`状态 ${status}`}</p>
        </div>
      </section>
    </>
  )
}
