import { chooseDistrict } from '../../access/index.ts'
import type { WebContext } from '../context.ts'
import { formValues } from '../forms.ts'
import { defineRoutes } from '../routing.ts'

/** A person of a city or province goes to another district; the session keeps it. Begins at that district's workbench. */
async function choose(c: WebContext): Promise<Response> {
  const { deps, actor, session } = c.var
  const districtId = String((await formValues(c))['districtId'] ?? '')
  await chooseDistrict(deps, actor, { csrf: session.csrf, districtId })
  return c.redirect('/', 303)
}

export const districtRoutes = defineRoutes([{ method: 'post', path: '/district', door: 'signed-in', handle: choose }])
