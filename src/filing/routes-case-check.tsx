import { type FormValues, formValues, type RouteDefinition, type WebContext } from '../web/index.ts'
import { refuse } from '../vocabulary/refusals/index.ts'
import type { CaseInput } from './cases/act.ts'
import { checkCase, confirmOnCase, transcribeOnCase } from './cases/accept-case.ts'
import { checksFrom } from './checking/forms.ts'
import type { CaseForm } from './pages/case-view.tsx'

type Step = (
  form: CaseForm | undefined,
  work: (c: WebContext, input: CaseInput, values: Record<string, string>) => Promise<unknown>,
) => RouteDefinition['handle']

/** What was seen of the paper. Refuses `case.check-incomplete` where a line was left open. */
function checkFrom(values: FormValues) {
  const [check] = checksFrom(values)
  if (!check) throw refuse('case.check-incomplete')
  return check
}

/** 核验 of a case: the check, pen corrections and their confirmation, as steps of its page. */
export const caseCheckRoutes = (step: Step): RouteDefinition[] => [
  {
    method: 'post',
    path: '/cases/:id/check',
    door: 'filing.accept',
    handle: step('check', async (c, input) =>
      checkCase(c.var.deps, c.var.actor, { ...input, check: checkFrom(await formValues(c)) }),
    ),
  },
  {
    method: 'post',
    path: '/cases/:id/check/corrections',
    door: 'filing.accept',
    handle: step('correct', (c, input, { field = '', written = '' }) =>
      transcribeOnCase(c.var.deps, c.var.actor, { ...input, field, written }),
    ),
  },
  {
    method: 'post',
    path: '/cases/:id/check/corrections/confirm',
    door: 'filing.accept',
    handle: step(undefined, (c, input) => confirmOnCase(c.var.deps, c.var.actor, input)),
  },
]
