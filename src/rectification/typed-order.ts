import type { FormValues } from '../web/index.ts'
import type { OrderForm } from './model.ts'

/** What is typed when an order is drafted. `requirements`: by finding, as typed; blank: what the indicator asks for. */
export type TypedOrder = {
  findings: readonly string[]
  form: OrderForm
  requirements: Readonly<Record<string, string>>
}

const REQUIREMENT = 'requirement-'
/** The field of a problem's requirement; `id`: of the finding that it was found as last. */
export const requirementField = (id: string) => `${REQUIREMENT}${id}`

/** Reads the form. A problem that lasted is one line of it and a finding a month: all of these are asked the same. */
export function typedOrder(values: FormValues): TypedOrder {
  const problems = [values['findings'] ?? []].flat().map((ids) => ids.split(' '))
  const typed = Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) =>
      name.startsWith(REQUIREMENT) ? [[name.slice(REQUIREMENT.length), String(value)]] : [],
    ),
  )
  const asked = problems.flatMap((ids) => {
    const words = ids.map((id) => typed[id]).find((one) => one !== undefined) ?? ''
    return ids.map((id) => [id, words] as const)
  })
  return {
    findings: problems.flat(),
    form: values['form'] === 'letter' ? 'letter' : 'notice',
    requirements: { ...typed, ...Object.fromEntries(asked) },
  }
}
