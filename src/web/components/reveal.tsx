import { CsrfField } from './field.tsx'

type Props = { csrf: string; action: string; of: string; fields?: Readonly<Record<string, string>> }

/** 查看: asks for one person's full number, which leaves a trace; the answer to this request alone shows it. `of`: whose. */
export const RevealForm = ({ csrf, action, of, fields = {} }: Props) => (
  <form class="inl" method="post" action={action}>
    <CsrfField csrf={csrf} />
    {Object.entries(fields).map(([name, value]) => (
      <input type="hidden" name={name} value={value} />
    ))}{' '}
    <button class="btn txt" type="submit" aria-label={`查看${of}的完整号码`}>
      查看
    </button>
  </form>
)
