import { maskPhone } from '../../access/index.ts'
import { formatDayZh } from '../../calendar/index.ts'
import { RevealForm } from '../../web/index.ts'
import { caseForms } from '../cases/forms.ts'
import { wordOf } from '../cases/paper.ts'
import { fieldsOf, type FormField, labelOf } from '../forms/index.ts'
import { linkOf } from './case-execute.tsx'
import type { CaseView } from './case-view.tsx'

// The announcement that was registered in the end takes the place of the one on the form.
const factsShown = ({ kind, executedUrl }: CaseView['one']) =>
  fieldsOf(caseForms[kind]).filter(({ key }) => key !== 'announcementUrl' || executedUrl === null)

const Fact = ({ view, field }: { view: CaseView; field: FormField }) => {
  const { csrf, one, contact } = view
  const words = wordOf(field, one.answers, field.key)
  if (field.kind !== 'phone' || words === '' || contact.whole) return <>{words || '—'}</>
  return (
    <>
      <span class="num">{maskPhone(words)}</span>
      {contact.mayReveal && (
        <RevealForm csrf={csrf} action={`/cases/${one.id}/reveal`} of={one.answers['contactName'] ?? ''} />
      )}
    </>
  )
}

/** What was filed, with the contact's number masked as everywhere, and what was done since. */
export const FactsCard = (view: CaseView) => {
  const { one, account, hash } = view
  return (
    <section class="card">
      <header>
        <h2>{caseForms[one.kind].title}</h2>
        {hash && <p>{`校验码 ${hash.match(/.{4}/g)?.join(' ') ?? hash}`}</p>}
      </header>
      <dl class="in dl">
        {account && (
          <>
            <dt>账号</dt>
            <dd>
              <a href={`/accounts/${account.id}`}>{account.name}</a>
            </dd>
          </>
        )}
        {factsShown(one).map((field) => (
          <>
            <dt>{labelOf(field)}</dt>
            <dd>
              <Fact view={view} field={field} />
            </dd>
          </>
        ))}
        {one.decidedOn && (
          <>
            <dt>批准日期</dt>
            <dd>{formatDayZh(one.decidedOn)}</dd>
          </>
        )}
        {one.executedOn && (
          <>
            <dt>平台办理日期</dt>
            <dd>{formatDayZh(one.executedOn)}</dd>
          </>
        )}
        {one.executedUrl && (
          <>
            <dt>{linkOf[one.kind].label}</dt>
            <dd>
              <a href={one.executedUrl} rel="noreferrer">
                {one.executedUrl}
              </a>
            </dd>
          </>
        )}
      </dl>
    </section>
  )
}
