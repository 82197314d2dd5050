import { formValues } from '../forms.ts'
import { defineRoutes } from '../routing.ts'
import { ownPath } from '../security.ts'

/** The door has taken the password or code; what is left is the way back. */
export const confirmRoutes = defineRoutes([
  {
    method: 'post',
    path: '/confirm',
    door: 'signed-in',
    handle: async (c) => c.redirect(ownPath(String((await formValues(c))['back'] ?? '/')), 303),
  },
])
