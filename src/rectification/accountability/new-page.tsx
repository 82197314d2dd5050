import { sentences } from '../../vocabulary/sentences.ts'
import { Alert, CsrfField, Empty, Field, Head } from '../../web/index.ts'
import { type Chosen, EvidenceFields, type Offered } from './evidence-fields.tsx'

type Props = {
  csrf: string
  unit: { id: string; name: string }
  offered: Offered
  chosen: Chosen
  typed: Readonly<Record<string, string>>
  problem: string | undefined
}

/** Nobody is put up without a clue: the list says of whom there is one. */
export const NoUnitPage = () => (
  <>
    <Head crumb={<a href="/accountability-cases">责任追究</a>} title="立项" />
    <section class="card">
      <Empty title="请先选择单位">
        <a href="/accountability-cases">在“责任追究”的“可以立项”中选择有已认定线索的单位</a>
      </Empty>
    </section>
  </>
)

/** 立项 of a unit: the clues that people upheld, and what else stands beside them. */
export const NewCasePage = ({ csrf, unit, offered, chosen, typed, problem }: Props) => (
  <>
    <Head crumb={<a href="/accountability-cases">责任追究</a>} title={`立项：${unit.name}`} />
    {problem && <Alert tone="fail" title={problem} />}
    <Alert tone="pend" title={sentences.systemOnlyHints} />
    <form class="card" method="post" action="/accountability-cases/new" enctype="multipart/form-data">
      <div class="in">
        <CsrfField csrf={csrf} />
        <input type="hidden" name="unitId" value={unit.id} />
        <EvidenceFields {...offered} chosen={chosen} fileNote={typed['fileNote'] ?? ''} />
        <Field name="note" label="立项理由" type="textarea" required value={typed['note']} />
        <p class="acts">
          <button class="btn pri" type="submit">
            立项
          </button>
        </p>
      </div>
    </form>
  </>
)
