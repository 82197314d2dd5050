import { z } from 'zod'
import { instantFromLocal, isCivilDate } from '../../calendar/index.ts'

// A day, or a date-time; without an offset it is meant in Asia/Shanghai.
const moment = z
  .string()
  .refine(
    (text) => isCivilDate(text) || instantFromLocal(text) !== undefined,
    '应为日期或日期时间，如 2026-09-30、2026-09-30T09:00',
  )
const known = moment.nullable()
const words = z.array(z.string()).nullable().optional()
const count = z.number().int().nonnegative()

const account = z.object({
  name: z.string().min(1, '应填账号名称'),
  unit: z.string().nullable().optional(),
  platform: z.string().nullable().optional(),
  purpose: z.enum(['publish', 'service', 'mixed']).nullable().optional(),
  state: z.enum(['running', 'stopped', 'closing', 'closed', 'deregistered']).nullable().optional(),
  filed: z.boolean().nullable().optional(),
  posts: z.array(known).nullable().optional(),
  lastPostOn: known.optional(),
  postCount: count.nullable().optional(),
  collected: z.boolean().nullable().optional(),
  hasInteraction: z.boolean().nullable().optional(),
  messages: z
    .array(z.object({ askedAt: moment, repliedAt: known.optional(), simple: z.boolean().optional() }))
    .nullable()
    .optional(),
  services: z
    .array(z.object({ name: z.string(), usable: z.boolean().nullable() }))
    .nullable()
    .optional(),
  links: z
    .array(z.object({ url: z.string(), ok: z.boolean().nullable() }))
    .nullable()
    .optional(),
  columns: z
    .array(z.object({ name: z.string(), lastUpdatedOn: known, maxDays: z.number().int().positive() }))
    .nullable()
    .optional(),
  originals: count.nullable().optional(),
  ads: words,
  severeErrors: words,
  typos: words,
  repostDuties: z
    .array(z.object({ dueAt: moment, doneAt: known.optional() }))
    .nullable()
    .optional(),
  renamedOn: known.optional(),
  renameFiledOn: known.optional(),
  closedOn: known.optional(),
  reopenedOn: known.optional(),
  certifiedEntity: z.string().nullable().optional(),
})

const rules = z.object({
  maxSilentDays: z.number().int().min(1).max(365).optional(),
  strictFourteen: z.boolean().optional(),
  warnAtDays: z.array(z.number().int().positive()).min(1).optional(),
  replyDays: z.number().int().positive().optional(),
  simpleReplyWorkdays: z.number().int().positive().optional(),
  localSilentDays: z.number().int().positive().optional(),
  minPostsPerWeek: z.number().int().positive().optional(),
  minOriginalsPerMonth: z.number().int().positive().optional(),
  /** Version of the rule set; without it the newest. */
  version: z.enum(['1', '2']).optional(),
  /** Where the numbers come from; a number that judges has a source. */
  source: z.string().min(1).optional(),
})

/** `replay FACTS.json` (INTERFACES.md). An absent fact: what needs it is not judged. `null`: asked and not known. */
export const factsShape = z.object({
  checkpoint: moment,
  district: z.string().optional(),
  rules: rules.optional(),
  accounts: z.array(account),
})
export type ReplayFacts = z.infer<typeof factsShape>
export type ReplayAccount = ReplayFacts['accounts'][number]
export const knownFacts = {
  top: Object.keys(factsShape.shape),
  account: Object.keys(account.shape),
  rules: Object.keys(rules.shape),
}
