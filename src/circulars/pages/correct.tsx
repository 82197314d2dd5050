import type { Child } from 'hono/jsx'
import { Alert, CsrfField, Field, Head } from '../../web/index.ts'
import { numberText } from '../document-number.ts'
import { type Dispatch, variantLabels } from '../model.ts'

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
      <Change {...{ csrf, original, typed }} variant="correction" note={numberNote(original)}>
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
      </Change>
      <Change {...{ csrf, original, typed }} variant="withdrawal" note="印发之日起，原文不再执行" />
    </div>
  </>
)

const numberNote = ({ number }: Dispatch) => number && `更正${numberText(number)}的部分内容`

const words = {
  correction: { reason: '更正的理由', source: '更正后数字的来源', button: 'btn pri' },
  withdrawal: { reason: '撤回的理由', source: '理由中数字的来源', button: 'btn bad' },
} as const

type ChangeProps = Omit<Props, 'problem'> & {
  variant: keyof typeof words
  note: string | undefined | null
  children?: Child
}

function Change({ csrf, original, typed, variant, note, children }: ChangeProps) {
  const { reason, source, button } = words[variant]
  // A refused form comes back filled in; the other one stays empty.
  const own = typed['variant'] === variant ? typed : {}
  return (
    <section class="card">
      <header>
        <h2>{variantLabels[variant]}</h2>
        <p>{note}</p>
      </header>
      <form class="in" method="post" action={`/circulars/${original.id}/correct`}>
        <CsrfField csrf={csrf} />
        <input type="hidden" name="variant" value={variant} />
        {children}
        <Field name="reason" id={`reason-${variant}`} label={reason} required value={own['reason']} />
        <Field
          name="typedSource"
          id={`source-${variant}`}
          label={source}
          value={own['typedSource']}
          hint="写有数字、日期的须填写，如：9月监测复核更正记录。"
        />
        <p class="acts">
          <button class={button} type="submit">
            {`拟制${variantLabels[variant]}`}
          </button>
        </p>
      </form>
    </section>
  )
}
