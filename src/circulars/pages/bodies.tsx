import { Alert, CsrfField, Field, Head } from '../../web/index.ts'
import type { IssuingBody } from '../model.ts'

type Props = {
  csrf: string
  bodies: readonly IssuingBody[]
  typed: Readonly<Record<string, string>>
  problem: string | undefined
}

/** 发文机关: in whose name papers go out, and the 字 of their numbers. */
export const BodiesPage = ({ csrf, bodies, typed, problem }: Props) => (
  <>
    <Head
      crumb={<a href="/circulars">通报</a>}
      title="发文机关"
      note="以谁的名义发文、发文机关标志和代字。没有登记代字的不能编号"
    />
    {problem && <Alert tone="fail" title={problem} />}
    <div class="stackv">
      <section class="card">
        <table class="cards">
          <thead>
            <tr>
              <th>名称</th>
              <th>发文机关标志</th>
              <th>发文机关代字</th>
            </tr>
          </thead>
          <tbody>
            {bodies.map(({ name, flag, marks }) => (
              <tr>
                <td class="t">{name}</td>
                <td data-l="标志">{flag}</td>
                <td data-l="代字">{marks.join('、') || '尚未登记'}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <section class="card">
        <header>
          <h2>登记、修改</h2>
        </header>
        <form class="in" method="post" action="/circulars/bodies">
          <CsrfField csrf={csrf} />
          <Field
            name="name"
            label="名称"
            required
            value={typed['name'] ?? bodies[0]?.name}
            hint="与已登记的名称相同的，修改其标志和代字。"
          />
          <Field name="flag" label="发文机关标志" value={typed['flag']} hint="印在红头上，留空的为名称加“文件”。" />
          <Field
            name="marks"
            label="发文机关代字"
            required
            value={typed['marks']}
            hint="如：临政务公开办。有几个的用顿号分开，由机关统一编定，系统不代拟。"
          />
          <p class="acts">
            <button class="btn pri" type="submit">
              登记
            </button>
          </p>
        </form>
      </section>
    </div>
  </>
)
