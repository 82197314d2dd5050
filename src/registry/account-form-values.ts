import { z } from 'zod'
import { civilDate, isCivilDate, readPreciseDate } from '../calendar/index.ts'
import { phoneFault } from '../vocabulary/phones.ts'
import { type Platform, platformCodes } from '../vocabulary/platforms.ts'
import { type FormValues, idField } from '../web/index.ts'
import type { AccountInput } from './decide-account.ts'
import {
  type Account,
  accountFunctions,
  contactDuties,
  contactLabels,
  dispositions,
  filingStates,
  longestText,
  mostCounted,
  runningStates,
} from './model.ts'

const day = z.string().refine(isCivilDate, '日期应写作 2026-09-30 这样的形式。').transform(civilDate)
const count = z.coerce
  .number('应填整数。')
  .int('应填整数。')
  .min(0, '不能是负数。')
  .max(mostCounted, '数字过大，请核对。')
const chosenUnit = idField('请从列表中选择。')
const person = Object.fromEntries(
  contactDuties
    .flatMap((duty) => [`${duty}Name`, `${duty}Phone`, `${duty}Qq`])
    .map((name) => [name, z.string().max(40, '不超过 40 个字。').optional()]),
)

const fields = z.object({
  version: z.coerce.number().int().optional(),
  unitId: z.string('请选择主办单位。').pipe(chosenUnit),
  name: z.string('请填写名称。').max(60, '名称不超过 60 个字。'),
  platform: z.enum(platformCodes as [Platform, ...Platform[]], '请选择平台。'),
  purpose: z.enum(['publish', 'service', 'mixed']).optional(),
  identifier: z.string().max(longestText).optional(),
  profileUrl: z
    .url({ protocol: /^https?$/, error: '主页链接应以 https:// 或 http:// 开头。' })
    .max(2000)
    .optional(),
  certifiedEntity: z.string().max(longestText).optional(),
  openedOn: z
    .string()
    .transform((text, issues) => {
      const read = readPreciseDate(text)
      if ('day' in read) return read
      issues.addIssue({ code: 'custom', message: '开通时间应写作 2019年6月、2019-06-03 这样的形式。' })
      return z.NEVER
    })
    .optional(),
  filingState: z.enum(filingStates as [Account['filingState']]).optional(),
  runningState: z.enum(runningStates as [Account['runningState']]).optional(),
  ceasedOn: day.optional(),
  stateReason: z.string().max(200, '理由不超过 200 个字。').optional(),
  filingBasis: z.string().max(200, '依据不超过 200 个字。').optional(),
  slipReason: z.string().max(200, '理由不超过 200 个字。').optional(),
  renamedFrom: z.string().max(60, '原名称不超过 60 个字。').optional(),
  renamedOn: day.optional(),
  operatorUnit: z.string().max(longestText).optional(),
  operationMode: z.enum(['self', 'outsourced']).optional(),
  budgetYuan: z
    .string()
    .regex(/^\d{1,12}(\.\d{1,2})?$/, '经费保障应填每年多少元，没有经费填 0。')
    .optional(),
  pushFrequency: z.string().max(longestText).optional(),
  hasDedicatedStaff: z.enum(['yes', 'no']).optional(),
  staffCount: count.optional(),
  operatingStatus: z.enum(['normal', 'stopped']).optional(),
  disposition: z.enum(dispositions as [NonNullable<Account['disposition']>]).optional(),
  functions: z
    .union([z.string(), z.array(z.string())])
    .transform(
      (found) => [found].flat().filter((one) => (accountFunctions as string[]).includes(one)) as Account['functions'],
    )
    .optional(),
  followers: count.optional(),
  followersOn: day.optional(),
  reads: count.optional(),
  readsOn: day.optional(),
  readsScope: z.enum(['total', 'last30d', 'average']).optional(),
  ...person,
})

/** What the form of an account sends; blank fields are absent. */
export const accountForm = fields.superRefine(nameNumbers, { when: () => true })

// A number belongs to somebody: without the name it would fall to whoever stood there before. Said with all other faults.
function nameNumbers(sent: Record<string, unknown>, issues: z.core.$RefinementCtx): void {
  for (const duty of contactDuties) {
    const phone = sent[`${duty}Phone`]
    const wrong = typeof phone === 'string' ? wrongNumber(phone) : undefined
    if (wrong) issues.addIssue({ code: 'custom', path: [`${duty}Phone`], message: `电话${wrong}。` })
    const number = phone ?? sent[`${duty}Qq`]
    if (number === undefined || sent[`${duty}Name`] !== undefined) continue
    const message = `填写了号码的，请一并填写${contactLabels[duty]}姓名。`
    issues.addIssue({ code: 'custom', path: [`${duty}Name`], message })
  }
}

const wrongNumber = (phones: string) =>
  phones
    .split(/[、，,;；]/)
    .map(phoneFault)
    .find((fault) => fault !== undefined)

type Sent = z.output<typeof accountForm> & Record<string, unknown>

/**
 * The verb's input: a field left blank empties the fact; a person left blank stays, and 无 takes one away. `before` is the
 * account as it stands; absent: a new one.
 */
export function accountInput(districtId: string, before: Account | undefined, sent: Sent): AccountInput {
  const { version, unitId, openedOn, filingState, runningState, hasDedicatedStaff } = sent
  return {
    districtId,
    unitId,
    ...(before && { id: before.id, version: version ?? 0 }),
    facts: {
      name: sent.name,
      platform: sent.platform,
      purpose: sent.purpose ?? null,
      identifier: sent.identifier ?? null,
      profileUrl: sent.profileUrl ?? null,
      certifiedEntity: sent.certifiedEntity ?? null,
      openedOn: openedOn?.day ?? null,
      openedPrecision: openedOn?.precision ?? null,
      ...formerName(before, sent),
      renamedOn: sent.renamedOn ?? null,
      operatorUnit: sent.operatorUnit ?? null,
      operationMode: sent.operationMode ?? null,
      budgetYuan: sent.budgetYuan ?? null,
      pushFrequency: sent.pushFrequency ?? null,
      hasDedicatedStaff: hasDedicatedStaff === undefined ? null : hasDedicatedStaff === 'yes',
      staffCount: sent.staffCount ?? null,
      operatingStatus: sent.operatingStatus ?? null,
      disposition: sent.disposition ?? null,
      functions: sent.functions ?? [],
      followers: sent.followers ?? null,
      followersOn: sent.followersOn ?? null,
      reads: sent.reads ?? null,
      readsOn: sent.readsOn ?? null,
      readsScope: sent.readsScope ?? null,
    },
    ...(filingState && { filingState }),
    ...(runningState && { runningState }),
    ceasedOn: sent.ceasedOn,
    ...(sent.stateReason && { stateReason: sent.stateReason }),
    ...(sent.filingBasis && { filingBasis: sent.filingBasis }),
    ...(sent.slipReason && { slipReason: sent.slipReason }),
    people: peopleOf(sent),
  }
}

// Whoever changes the name and leaves 曾用名 as it was has not said what it is: the register keeps the name until now.
function formerName(before: Account | undefined, sent: Sent): { renamedFrom?: string | null } {
  const { name, renamedFrom = null } = sent
  const untouched = before !== undefined && before.renamedFrom === renamedFrom
  return untouched && before.name !== name ? {} : { renamedFrom }
}

function peopleOf(sent: Sent): NonNullable<AccountInput['people']> {
  const text = (name: string) => (typeof sent[name] === 'string' ? sent[name] : undefined)
  return Object.fromEntries(
    contactDuties.flatMap((duty) => {
      const [name, phone, qq] = [text(`${duty}Name`), text(`${duty}Phone`), text(`${duty}Qq`)]
      if (name === undefined) return []
      const given = name === '无' ? null : { name, ...(phone && { phone }), ...(qq && { qq }) }
      return [[duty, given]]
    }),
  )
}

/** An account as the form shows it; people aren't prefilled, because their numbers are shown one at a time. */
export function formOf(account: Account): FormValues {
  const { hasDedicatedStaff, functions, openedOn, openedPrecision } = account
  const texts = [
    'unitId',
    'name',
    'platform',
    'purpose',
    'identifier',
    'profileUrl',
    'certifiedEntity',
    'filingState',
    'runningState',
    'ceasedOn',
    'renamedFrom',
    'renamedOn',
    'operatorUnit',
    'operationMode',
    'budgetYuan',
    'pushFrequency',
    'staffCount',
    'operatingStatus',
    'disposition',
    'followers',
    'followersOn',
    'reads',
    'readsOn',
    'readsScope',
  ] as const
  return {
    ...Object.fromEntries(texts.map((name) => [name, account[name] === null ? '' : String(account[name])])),
    hasDedicatedStaff: hasDedicatedStaff === null ? '' : hasDedicatedStaff ? 'yes' : 'no',
    functions,
    openedOn:
      openedOn === null ? '' : openedOn.slice(0, openedPrecision === 'year' ? 4 : openedPrecision === 'month' ? 7 : 10),
  }
}
