import { confirmRoutes } from './confirm.ts'
import { delegationRoutes } from './delegations.tsx'
import { districtRoutes } from './district.tsx'
import { jobRoutes } from './job.ts'
import { passwordRoutes } from './password.tsx'
import { rightsRoutes } from './rights.tsx'
import { secondFactorRoutes } from './second-factor.tsx'
import { securityRoutes } from './security-settings.tsx'
import { setupRoutes } from './setup.tsx'
import { codeRoutes } from './sign-in-code.tsx'
import { signInRoutes } from './sign-in.tsx'
import { ownSignInRoutes, signInsRoutes } from './sign-ins.tsx'
import { trailRoutes } from './trail.tsx'
import { userRoutes } from './user.tsx'
import { usersRoutes } from './users.tsx'

/** Pages of the kit and of the ground rooms, which stand below it and have none themselves. */
export const ownRoutes = [
  ...signInRoutes,
  ...codeRoutes,
  ...confirmRoutes,
  ...passwordRoutes,
  ...ownSignInRoutes,
  ...delegationRoutes,
  ...secondFactorRoutes,
  ...setupRoutes,
  ...usersRoutes,
  ...userRoutes,
  ...signInsRoutes,
  ...securityRoutes,
  ...rightsRoutes,
  ...trailRoutes,
  ...districtRoutes,
  ...jobRoutes,
]
