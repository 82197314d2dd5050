import { sql } from 'kysely'
import { z } from 'zod'
import type { Db, Tx } from '../../database/index.ts'
import { append, systemChain } from '../../trail/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import { privilegedRoles, type Role } from '../actions.ts'
import type { Deps } from '../deps.ts'
import { type Actor, permit } from '../permissions.ts'
import { chainOf } from '../chain-of.ts'

const between = (least: number, most: number, unit: string) =>
  z.coerce
    .number<string>(`应填数字，单位为${unit}。`)
    .int('应填整数。')
    .min(least, `至少${least}${unit}。`)
    .max(most, `不超过${most}${unit}。`)

/** The bounds of every setting of safety, with their Chinese messages: read from a form, a terminal and the database alike. */
export const policyFields = {
  // GB/T 22239-2019 8.1.4.1 b): 登录连接超时自动退出; OWASP ASVS 5.0, 7.3.1 and 7.3.2.
  idleMinutes: between(5, 120, '分钟'),
  absoluteHours: between(1, 24, '小时'),
  // ASVS 5.0, 7.5.3.
  confirmMinutes: between(1, 60, '分钟'),
  // ASVS 5.0, 6.3.3; GB/T 22239-2019 8.1.4.1 d).
  secondFactor: z.enum(['off', 'privileged', 'everybody'], '请从列表中选择动态口令的适用范围。'),
  passwords: z.enum(['modern', 'protected'], '请从列表中选择密码规则。'),
  // For `protected` alone.
  rotationDays: between(30, 365, '天'),
}
const schema = z.object(policyFields)

/** What an office rules about signing in. */
export type SecurityPolicy = z.output<typeof schema>

/** What holds where neither the district nor the operator of the installation has ruled otherwise. */
export const policyDefaults: SecurityPolicy = {
  idleMinutes: 30,
  absoluteHours: 12,
  confirmMinutes: 15,
  secondFactor: 'off',
  passwords: 'modern',
  rotationDays: 90,
}

/** The two sets of rules for passwords (`password-rules.ts`). */
export const passwordLabels: Readonly<Record<SecurityPolicy['passwords'], string>> = {
  modern: '重长度：不强制混用字符，不定期更换',
  protected: '按等保：混用字符，定期更换',
}

/** Of whom a second factor is asked. */
export const secondFactorLabels: Readonly<Record<SecurityPolicy['secondFactor'], string>> = {
  off: '本人自愿启用',
  privileged: '重要角色必须启用',
  everybody: '全部用户必须启用',
}

/** True where the office asks somebody of these roles for a second factor. */
export const needsSecondFactor = ({ secondFactor }: SecurityPolicy, held: readonly Role[]): boolean =>
  secondFactor === 'everybody' || (secondFactor === 'privileged' && held.some((role) => privilegedRoles.has(role)))

/** What holds for a user of this district; `null`: for who belongs to none. A district's own goes before the installation's. */
export async function policyOf(db: Db | Tx, districtId: string | null): Promise<SecurityPolicy> {
  const found = await db
    .selectFrom('security_policy')
    .select(['district_id as districtId', 'rules'])
    .where('district_id', 'in', [systemChain, districtId ?? systemChain])
    .orderBy(sql`district_id = ${systemChain}`, 'desc')
    .execute()
  return Object.assign({}, policyDefaults, ...found.map(({ rules }) => rules))
}

/**
 * Rules anew what is named in `changes`; the rest stays. Under `000000` it is the installation's, for districts that have
 * no rule of their own. Refuses `access.denied`, `access.confirm-first`, `security.out-of-bounds`.
 */
export async function changePolicy(
  deps: Deps,
  actor: Actor,
  input: { districtId: string; changes: Partial<SecurityPolicy> },
): Promise<SecurityPolicy> {
  const { districtId, changes } = input
  permit(actor, 'security.manage', { districtId })
  const read = schema.partial().safeParse(changes)
  if (!read.success) throw refuse('security.out-of-bounds', { problem: read.error.issues[0]?.message ?? '' })
  return deps.db.transaction().execute(async (tx) => {
    const before = await policyOf(tx, districtId)
    const after = { ...before, ...read.data }
    const rules = sql<string>`${JSON.stringify(after)}::jsonb`
    const changed = { rules, changed_by: actor.id, changed_at: deps.wall.now() }
    await tx
      .insertInto('security_policy')
      .values({ district_id: districtId, ...changed })
      .onConflict((conflict) => conflict.column('district_id').doUpdateSet(changed))
      .execute()
    await append(tx, deps.ids, {
      districtId: await chainOf(tx, districtId),
      actor,
      action: 'security.changed',
      subject: { kind: 'security', id: districtId },
      before,
      after,
      at: deps.wall.now(),
    })
    return after
  })
}
