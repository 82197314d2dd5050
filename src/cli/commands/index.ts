import type { Command, Tool } from '../command.ts'

/**
 * Every command but `serve` and `demo`, by the words it is called with, in the order of the office's work. A command is
 * loaded when it is asked for: none waits for the rooms and libraries of the others, nor keeps them in memory.
 */
export const commands: Readonly<Record<string, () => Promise<Command | Tool>>> = {
  'district add': async () => (await import('./districts.ts')).districtAdd,
  'district list': async () => (await import('./districts.ts')).districtList,
  'users list': async () => (await import('./users.ts')).usersList,
  'users create': async () => (await import('./users.ts')).usersCreate,
  'users add-role': async () => (await import('./users.ts')).usersAddRole,
  'users reset-password': async () => (await import('./users.ts')).usersResetPassword,
  'import accounts': async () => (await import('./import-accounts.ts')).importAccountsCommand,
  'export accounts': async () => (await import('./exports.ts')).exportAccountsCommand,
  'import posts': async () => (await import('./import-posts.ts')).importPostsCommand,
  'import list': async () => (await import('./imports.ts')).listImportsCommand,
  'import undo': async () => (await import('./imports.ts')).undoImportCommand,
  'import feeds': async () => (await import('./feed-list.ts')).importFeedsCommand,
  'export feeds': async () => (await import('./feed-list.ts')).exportFeedsCommand,
  'collect run': async () => (await import('./collect.ts')).collectRun,
  'collect gaps': async () => (await import('./collect.ts')).collectGaps,
  'feed parse': async () => (await import('./feeds.ts')).feedParse,
  'page parse': async () => (await import('./pages.ts')).pageParse,
  'national export': async () => (await import('./national.ts')).nationalExport,
  'national compare': async () => (await import('./national.ts')).nationalCompare,
  'messages import': async () => (await import('./messages.ts')).messagesImport,
  'messages sums': async () => (await import('./messages.ts')).messagesSums,
  replay: async () => (await import('./replay.ts')).replayFacts,
  check: async () => (await import('./check.ts')).check,
  'cleanup propose': async () => (await import('./cleanup.ts')).cleanupPropose,
  'closing verify': async () => (await import('./closing.ts')).closingVerify,
  'orders list': async () => (await import('./orders.ts')).ordersList,
  'orders print': async () => (await import('./orders.ts')).ordersPrint,
  match: async () => (await import('./match.ts')).match,
  'directory build': async () => (await import('./directory.ts')).directoryBuild,
  'directory verify': async () => (await import('./directory.ts')).directoryVerify,
  report: async () => (await import('./report.ts')).report,
  score: async () => (await import('./score.ts')).score,
  'notify test': async () => (await import('./notify.ts')).notifyTest,
  'trail verify': async () => (await import('./trail.ts')).trailVerify,
  doctor: async () => (await import('./doctor.ts')).doctor,
}
