import { Alert, CsrfField, Field, Head } from '../../web/index.ts'
import { numberText } from '../document-number.ts'
import type { Dispatch } from '../model.ts'

type Props = {
  csrf: string
  original: Dispatch
  typed: Readonly<Record<string, string>>
  problem: string | undefined
}

/** 更正、撤回: a paper of its own with a number of its own; the original stays as it was issued. */
export const CorrectPage = ({ csrf, original, typed, problem }: Props) => (
  <>
    <Head
      crumb={<a href={`/circulars/${original.id}`}>{original.title}</a>}
      title="更正、撤回"
      note="已印发的文不作改动。更正、撤回另行发文，须走发文稿纸并单独编号"
    />
    {problem && <Alert tone="fail" title={problem} />}
    <div class="stackv">
      <section class="card">
        <header>
          <h2>更正通知</h2>
          <p>{original.number && `更正${numberText(original.number)}的部分内容`}</p>
        </header>
        <form class="in" method="post" action={`/circulars/${original.id}/correct`}>
          <CsrfField csrf={csrf} />
          <input type="hidden" name="variant" value="correction" />
          <Field
            name="stood"
            label="原文表述"
            type="textarea"
            rows={3}
            required
            value={typed['stood']}
            hint="照录原文有误的表述。"
          />
          <Field name="holds" label="更正后的内容" type="textarea" rows={3} required value={typed['holds']} />
          <Field name="reason" label="更正的理由" required value={typed['reason']} />
          <Field
            name="typedSource"
            label="更正后数字的来源"
            value={typed['typedSource']}
            hint="表述中有数字的须填写，如：9月监测复核更正记录。"
          />
          <p class="acts">
            <button class="btn pri" type="submit">
              拟制更正通知
            </button>
          </p>
        </form>
      </section>
      <section class="card">
        <header>
          <h2>撤回通知</h2>
          <p>印发之日起，原文不再执行</p>
        </header>
        <form class="in" method="post" action={`/circulars/${original.id}/correct`}>
          <CsrfField csrf={csrf} />
          <input type="hidden" name="variant" value="withdrawal" />
          <Field
            name="reason"
            id="reason-withdrawal"
            label="撤回的理由"
            required
            value={typed['variant'] === 'withdrawal' ? typed['reason'] : undefined}
          />
          <p class="acts">
            <button class="btn bad" type="submit">
              拟制撤回通知
            </button>
          </p>
        </form>
      </section>
    </div>
  </>
)
