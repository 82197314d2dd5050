import { chooseDistrict } from '../../access/index.ts'
import type { WebContext } from '../context.ts'
import { formValues } from '../forms.ts'
import { ownPath } from '../security.ts'
import { defineRoutes } from '../routing.ts'

/**
 * A person of a city or province goes to another district; the session keeps it. Begins at that district's workbench, or at
 * the page a number of 各地区汇总 opens: `go` is the district's code and the page's path.
 */
async function choose(c: WebContext): Promise<Response> {
  const { deps, actor, session } = c.var
  const typed = await formValues(c)
  const [code = '', path = '/'] = String(typed['go'] ?? '').split(' ')
  await chooseDistrict(deps, actor, { csrf: session.csrf, districtId: code || String(typed['districtId'] ?? '') })
  return c.redirect(ownPath(path), 303)
}

export const districtRoutes = defineRoutes([{ method: 'post', path: '/district', door: 'signed-in', handle: choose }])
