import { RevealForm, Status } from '../../web/index.ts'
import type { DutyState } from '../model.ts'
import type { ShownPerson } from '../queries/cards.ts'
import type { Revealed } from './account.tsx'

type Line = { label: string; person: ShownPerson | null; state?: DutyState }

/** 张三 138****1234: for a line of text. */
export const personText = ({ name, phone, qq }: ShownPerson) =>
  [name ?? '已删除', phone, qq && `QQ ${qq}`].filter(Boolean).join(' ')

/** Names with masked phones; a full number is asked for one person at a time and leaves a trace. */
export function People({
  people,
  csrf,
  action,
  mayReveal,
  revealed,
}: {
  people: readonly Line[]
  csrf: string
  action: string
  mayReveal: boolean
  revealed: Revealed | undefined
}) {
  return (
    <dl class="dl">
      {people.map(({ label, person, state }) => (
        <>
          <dt>{label}</dt>
          <dd>
            {person ? (
              <Person person={person} csrf={csrf} action={action} mayReveal={mayReveal} revealed={revealed} />
            ) : state === 'vacant' ? (
              <Status mark="fail" word="单位填报：无" />
            ) : (
              <span class="mut">未填</span>
            )}
          </dd>
        </>
      ))}
    </dl>
  )
}

/** One of them, with the way to the full number. */
export function Person({
  person,
  csrf,
  action,
  mayReveal,
  revealed,
}: {
  person: ShownPerson
  csrf: string
  action: string
  mayReveal: boolean
  revealed: Revealed | undefined
}) {
  const shown = revealed?.personId === person.personId ? revealed : undefined
  const numbers = shown ? [shown.phone, shown.qq && `QQ ${shown.qq}`] : [person.phone, person.qq && `QQ ${person.qq}`]
  return (
    <>
      {person.name ?? <span class="mut">已删除</span>} <span class="num">{numbers.filter(Boolean).join('　')}</span>
      {mayReveal && !shown && (person.phone ?? person.qq) && (
        <RevealForm csrf={csrf} action={action} of={person.name ?? ''} fields={{ personId: person.personId }} />
      )}
    </>
  )
}
