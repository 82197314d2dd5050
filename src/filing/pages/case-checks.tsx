import { Alert } from '../../web/index.ts'
import { casePaper } from '../cases/accept-case.ts'
import { caseForms } from '../cases/forms.ts'
import { nextCaseState } from '../cases/model.ts'
import { fieldsOf } from '../forms/index.ts'
import { type CaseForm, type CaseView, typedIn } from './case-view.tsx'
import { ChecksCard, SeenCard } from './checks-card.tsx'
import { CorrectionsCard } from './corrections-card.tsx'

/** 核验: signature, seal and content of the paper, then what the pen changed on it; afterwards, what the acceptance stands on. */
export function CaseChecks(view: CaseView) {
  const { one, csrf, account, checks, who, hand, may, seesPapers } = view
  // Names and phones may have been corrected: in full they are for who sees the papers.
  const corrections = seesPapers ? view.corrections : []
  const mayCheck = nextCaseState[one.state].check !== undefined && may('check')
  const open = mayCheck && !who.hadHand
  const paper = casePaper(one.kind)
  const form = { csrf, version: one.version, papers: [paper] }
  const typed = (of: CaseForm) => (name: string) => typedIn(view, of)[name]
  const fields = fieldsOf(caseForms[one.kind])
  return (
    <>
      {mayCheck && who.hadHand && <Alert tone="pend" title="您经手过本件备案事项，核验、受理须由其他受理人办理" />}
      {open && <ChecksCard {...form} action={`/cases/${one.id}/check`} checks={checks} typed={typed('check')} />}
      {!open && checks.length > 0 && <SeenCard papers={[paper]} checks={checks} hand={hand} />}
      <CorrectionsCard
        {...form}
        action={`/cases/${one.id}/check/corrections`}
        accounts={[{ accountId: one.accountId, name: account?.name ?? one.answers['name'] ?? '' }]}
        fieldOf={(key) => fields.find((field) => field.key === key)}
        correctable={() => fields}
        corrections={corrections}
        open={open}
        by={who.id}
        hand={hand}
        paper={paper}
        typed={typed('correct')}
      />
    </>
  )
}
