import type { Command, Tool } from '../command.ts'
import { check } from './check.ts'
import { cleanupPropose } from './cleanup.ts'
import { closingVerify } from './closing.ts'
import { collectGaps, collectRun } from './collect.ts'
import { directoryBuild, directoryVerify } from './directory.ts'
import { districtAdd, districtList } from './districts.ts'
import { doctor } from './doctor.ts'
import { exportAccountsCommand } from './exports.ts'
import { importAccountsCommand, importPostsCommand, listImportsCommand, undoImportCommand } from './imports.ts'
import { feedParse } from './feeds.ts'
import { match } from './match.ts'
import { nationalCompare, nationalExport } from './national.ts'
import { pageParse } from './pages.ts'
import { report } from './report.ts'
import { trailVerify } from './trail.ts'
import { usersAddRole, usersCreate, usersList, usersResetPassword } from './users.ts'

/** Every command but `serve` and `demo`, in the order of the office's work. */
export const commands: readonly (Command | Tool)[] = [
  districtAdd,
  districtList,
  usersList,
  usersCreate,
  usersAddRole,
  usersResetPassword,
  importAccountsCommand,
  exportAccountsCommand,
  importPostsCommand,
  listImportsCommand,
  undoImportCommand,
  collectRun,
  collectGaps,
  feedParse,
  pageParse,
  nationalExport,
  nationalCompare,
  check,
  cleanupPropose,
  closingVerify,
  match,
  directoryBuild,
  directoryVerify,
  report,
  trailVerify,
  doctor,
]
