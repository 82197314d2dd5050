import { RevealForm } from '../../web/index.ts'
import type { CaseView } from './case.tsx'

/** Whom to call: by duty, as the ledger has them; a whole number is asked for one at a time and leaves a trace. */
export function People({ people, mayReveal, revealed, c, one }: CaseView) {
  if (people.length === 0) return <p class="in mut">没有关联主办单位，请向值班人员核实后联系。</p>
  return (
    <dl class="in dl">
      {people.map(({ label, person }) => {
        const shown = person && revealed?.personId === person.personId ? revealed.phone : null
        return (
          <>
            <dt>{label}</dt>
            <dd>
              {person ? (
                <>
                  {person.name ?? <span class="mut">已删除</span>}{' '}
                  {shown ? (
                    <a class="num" href={`tel:${shown}`}>
                      {shown}
                    </a>
                  ) : (
                    <span class="num">{person.phone ?? '未登记号码'}</span>
                  )}
                  {mayReveal && !shown && person.phone && (
                    <RevealForm
                      csrf={c.var.session.csrf}
                      action={`/emergency/${one.id}/reveal`}
                      of={person.name ?? label}
                      fields={{ personId: person.personId }}
                    />
                  )}
                </>
              ) : (
                <span class="mut">未登记</span>
              )}
            </dd>
          </>
        )
      })}
    </dl>
  )
}
