import type { Child } from 'hono/jsx'
import { may, namesOfUsers } from '../../access/index.ts'
import { addDays, dayOf, formatDayZh } from '../../calendar/index.ts'
import { CsrfField, Field, Status, type WebContext } from '../../web/index.ts'
import { accountOf } from '../choose.ts'
import { looksOf, type MessageLook } from '../looks.ts'
import { messagesAsked } from '../queries.ts'
import { sumsOf } from '../rules.ts'
import { servicesOf } from '../services/queries.ts'
import { EntryForm, LookedForm } from './account-forms.tsx'
import { ServiceMark } from './services.tsx'
import { rateWords } from './words.tsx'

const DAYS_BACK = 90

/** 互动回应和办事入口 on an account's page: what was asked lately, how far somebody looked, and the entries with their state. */
export async function engagementAccountPanel(c: WebContext, accountId: string): Promise<Child> {
  const { deps, actor, session } = c.var
  const { districtId, csrf } = session
  const account = await accountOf(deps.db, districtId, accountId)
  const target = { districtId, unitId: account?.unitId ?? null }
  if (!account || !may(actor, 'messages.read', target)) return null
  const today = deps.clock.today()
  const lately = { from: addDays(today, -DAYS_BACK), to: today, accountId }
  const sums = sumsOf(await messagesAsked(deps.db, { districtId }, lately), today)
  const looks = await looksOf(deps.db, districtId, accountId)
  const names = await namesOfUsers(
    deps,
    districtId,
    looks.map(({ by }) => by),
  )
  const services = (await servicesOf(deps.db, districtId, accountId)).filter(({ state }) => state === 'in-use')
  const mayHandle = may(actor, 'messages.handle', target)
  const furthest = looks
    .filter(({ withdrawnAt }) => withdrawnAt === null)
    .reduce<MessageLook | undefined>((best, one) => (best && best.untilDay >= one.untilDay ? best : one), undefined)
  return (
    <>
      <section class="card">
        <header>
          <h2>互动回应</h2>
          <p>
            <a href={`/messages?account=${accountId}`}>{`近 ${DAYS_BACK} 天登记留言 ${sums.asked} 条`}</a>
          </p>
        </header>
        <div class="in stack">
          <dl class="dl">
            <dt>已核对至</dt>
            <dd>
              {furthest
                ? `${formatDayZh(furthest.untilDay)}（${sideWords(furthest)}，${names.get(furthest.by) ?? '服务器操作员'}）`
                : '没有人核对过，有没有留言、有没有答复均不明'}
            </dd>
            {sums.asked > 0 && (
              <>
                <dt>办理情况</dt>
                <dd>{`按期 ${sums.onTime} 条，逾期答复 ${sums.late} 条，待答复 ${sums.open} 条，逾期未答复 ${sums.overdue} 条，未核对 ${sums.unlooked} 条；按期率 ${rateWords(sums.onTimeRate)}`}</dd>
              </>
            )}
          </dl>
          {mayHandle && (
            <>
              <p class="acts">
                <a class="btn" href={`/messages/new?account=${accountId}`}>
                  登记留言
                </a>
              </p>
              <LookedForm csrf={csrf} accountId={accountId} />
            </>
          )}
          {looks.length > 0 && (
            <details>
              <summary>核对记录</summary>
              <ul class="plain rows">
                {looks.map((look) => (
                  <li>
                    {`核对至 ${look.untilDay}，${sideWords(look)}，${names.get(look.by) ?? '服务器操作员'}，${dayOf(look.at)}登记`}
                    {look.withdrawnAt !== null && <Status mark="unkn" word="已撤回" />}
                    {look.withdrawnAt === null &&
                      (look.by === actor.id || may(actor, 'messages.supervise', { districtId })) && (
                        <form method="post" action={`/messages/looked/${accountId}/withdraw`}>
                          <CsrfField csrf={csrf} />
                          <input type="hidden" name="look" value={look.id} />
                          <Field name="reason" id={`look-${look.id}`} label="撤回的理由" required maxlength={500} />
                          <button class="btn" type="submit">
                            撤回
                          </button>
                        </form>
                      )}
                  </li>
                ))}
              </ul>
            </details>
          )}
        </div>
      </section>
      <section class="card">
        <header>
          <h2>办事入口</h2>
          <p>{`${services.length} 个`}</p>
        </header>
        {services.length > 0 && (
          <ul class="plain rows">
            {services.map((service) => (
              <li>
                <a href={`/services/${service.id}`}>{service.name}</a> <ServiceMark of={service} />
                <p class="mut">{service.place}</p>
              </li>
            ))}
          </ul>
        )}
        {services.length === 0 && <p class="in mut">没有登记办事入口。</p>}
        {may(actor, 'services.enter', target) && (
          <div class="in">
            <EntryForm csrf={csrf} accountId={accountId} />
          </div>
        )}
      </section>
    </>
  )
}

const sideWords = ({ side, importId }: Pick<MessageLook, 'side' | 'importId'>) =>
  importId !== null ? '导入时声明' : side === 'office' ? '监管单位核对' : '主办单位自行核对'
