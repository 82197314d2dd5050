import { civilDate } from '../../calendar/index.ts'
import { platforms } from '../../vocabulary/platforms.ts'
import type { CleanupRule, Spoken } from './define.ts'
import { isOwn } from './one-account-a-platform.ts'

/** CL-5 功能相近、关注度和利用率低: a clue beside a second account, because followers and reads decide nothing by themselves. */
export const similarAndLittleUsed: CleanupRule = {
  id: 'CL-5',
  label: '功能相近、利用率低',
  class: 'hint',
  level: 'national',
  region: '全国',
  from: civilDate('2018-12-07'),
  certainty: '原文',
  source: '国办发〔2018〕123号四（一）',
  clause: '对功能相近、用户关注度和利用率低的政务新媒体要清理整合',
  judge({ account, siblings }, { cleanupFewFollowers: fewFollowers, cleanupFewReads: fewReads }) {
    const { followers, reads } = account
    if (siblings.length === 0 || followers === null || reads === null) return undefined
    if (followers >= fewFollowers || reads >= fewReads) return undefined
    return {
      disposition: null,
      says: '本单位同平台另有账号，本账号关注度和利用率较低，可考虑整合。粉丝量、阅读量不单独作为依据。',
      facts: { followers, reads, siblings: siblings.map(({ name }) => name) },
      by: ['cleanupFewFollowers', 'cleanupFewReads'],
      margin: `粉丝量比界限少${fewFollowers - followers}，阅读量比界限少${fewReads - reads}`,
      wouldChange: '整合到另一账号，或说明功能不同。',
    }
  },
}

/** CL-6 确属无力维护: the unit itself says that it has stopped. */
export const notMaintained: CleanupRule = {
  id: 'CL-6',
  label: '无力维护',
  class: 'firm',
  level: 'national',
  region: '全国',
  from: civilDate('2018-12-07'),
  certainty: '原文',
  source: '国办发〔2018〕123号四（一）',
  clause: '确属无力维护的要坚决关停',
  judge: ({ account }) =>
    account.operatingStatus === 'stopped'
      ? {
          disposition: 'close',
          says: '单位自报运营状态为“停止运营”。',
          facts: { operatingStatus: account.operatingStatus },
          margin: '按单位自报的运营状态判定，不计数量',
          wouldChange: '恢复正常运营并重新填报。',
        }
      : undefined,
}

const entityMargin = '按认证主体与主办单位是否一致判定，不计数量'

/** CL-7 认证主体与主办单位不一致，或单位已撤并: 变更或注销. */
export const entityOrUnitGone: CleanupRule = {
  id: 'CL-7',
  label: '认证主体不一致、单位已撤并',
  class: 'firm',
  level: 'national',
  region: '全国',
  from: civilDate('2018-12-07'),
  certainty: '原文',
  source: '国办发〔2018〕123号四（一）',
  clause: '主办单位发生变化的，应及时注销或变更账号信息，并向社会公告',
  judge(facts): Spoken {
    const { unit, account } = facts
    if (unit.state !== 'active') {
      const { successor } = unit
      return {
        disposition: successor ? 'change' : 'deregister',
        says: successor ? `主办单位已并入${successor}，应变更账号信息或注销。` : '主办单位已撤销，应注销账号。',
        facts: { unitState: unit.state, successor },
        margin: '按主办单位是否撤并判定，不计数量',
        wouldChange: '变更主办单位、认证主体并向社会公告，或注销。',
      }
    }
    if (account.certifiedEntity === null) return { unknown: '台账没有认证主体，不能判断与主办单位是否一致。' }
    if (isOwn(account.certifiedEntity, facts)) return undefined
    const seen = { certifiedEntity: account.certifiedEntity, sponsor: unit.name }
    const differs = `认证主体为“${account.certifiedEntity}”，与主办单位“${unit.name}”不一致`
    // 附件2: 认证主体 ≠ 主办单位 → 整改措施“变更”或说明. Whether the explanation holds is for a person to say.
    if (facts.entityNote !== null)
      return {
        class: 'hint',
        disposition: null,
        says: `${differs}；单位在已受理的附件2中说明：“${facts.entityNote}”。需核对说明。`,
        facts: { ...seen, entityNote: facts.entityNote },
        margin: entityMargin,
        wouldChange: '说明经核对不属实的，变更认证主体。',
      }
    return {
      disposition: 'change',
      says: `${differs}。`,
      facts: seen,
      margin: entityMargin,
      wouldChange: '认证主体变更为主办单位，或在附件2中说明属同一主体并经受理。',
    }
  },
}

const NAMED_FOR = /(?:专班|指挥部|创建办|攻坚|专项|活动|大赛|论坛|[科股]室?|工作室)$/

/** CL-8 以内设机构、专项工作、活动或个人名义开设: told by the name, so it is a clue and nothing more. */
export const namedForLess: CleanupRule = {
  id: 'CL-8',
  label: '以内设机构、专项工作名义开设',
  class: 'hint',
  level: 'district',
  region: '外地实例',
  from: civilDate('2021-01-01'),
  certainty: '二手',
  source: '国办公开办函〔2021〕31号落实件',
  clause: '不得以内设机构名义、专项工作或活动名义新开设政务新媒体',
  judge: ({ account }) =>
    NAMED_FOR.test(account.name)
      ? {
          disposition: null,
          says: '名称像是以内设机构、专项工作或活动名义开设，请核实；属实的不予备案，关停。',
          facts: { name: account.name },
          margin: '按名称中的字样判定，不计数量',
          wouldChange: '核实为单位账号，或变更名称。',
        }
      : undefined,
}

const APPS = ['app', 'wechat_miniprogram', 'quickapp']

/** CL-9 县级以下单位原则上不得开发建设政务移动互联网应用程序. */
export const noOwnApp: CleanupRule = {
  id: 'CL-9',
  label: '县级以下单位应用程序',
  class: 'in-principle',
  level: 'national',
  region: '全国',
  from: civilDate('2026-01-25'),
  certainty: '原文',
  source: '国办函〔2026〕12号第二条',
  clause: '县级以下单位原则上不得开发建设政务移动互联网应用程序',
  judge: ({ account, unit }) =>
    APPS.includes(account.platform) && ['township', 'subdistrict', 'farm'].includes(unit.kind)
      ? {
          disposition: 'close',
          says: `县级以下单位的${platforms[account.platform].label}，原则上不得开发建设，保留须说明理由。`,
          facts: { platform: account.platform, unitKind: unit.kind },
          margin: '按平台和单位类型判定，不计数量',
          wouldChange: '停止使用并注销，或经批准说明保留理由。',
        }
      : undefined,
}
