import { type Errors, isObject, type Meaning } from '../api-replies.ts'

const token = (why: string): Meaning => ({ outcome: 'unauthorised', why })
const broken: Meaning = { outcome: 'unreachable', why: '抖音接口繁忙' }

/** The user's token lapsed or isn't taken: refreshed once in a look. */
export const TOKEN_CODES: ReadonlySet<number> = new Set([10008, 28001003, 28001008, 2190002, 2190008])

// developer.open-douyin.com 状态码: new ones (2800xxxx) and old ones (21xxxxx) are both in use.
export const douyinErrors: Errors = {
  codeOf({ data, extra, err_no }) {
    const codes = [isObject(data) ? data['error_code'] : 0, isObject(extra) ? extra['error_code'] : 0, err_no]
    return codes.map(Number).find((code) => Number.isSafeInteger(code) && code !== 0) ?? 0
  },
  meanings: {
    10008: token('授权已过期'),
    10010: token('续期令牌已过期，请运营单位重新授权'),
    10020: token('续期令牌续期次数已用完，请运营单位重新授权'),
    2100004: broken,
    2100005: { outcome: 'malformed', why: '请求参数不合法' },
    2100007: token('无权限操作'),
    2100009: token('账号被限制使用该接口，是否封禁请人工核实'),
    2190001: { outcome: 'quota-exhausted', why: '调用额度已用完' },
    2190002: token('授权无效'),
    2190004: token('应用未获得该接口'),
    2190008: token('授权已过期'),
    2190015: token('授权与账号不符'),
    28001003: token('授权无效'),
    28001005: broken,
    28001006: broken,
    28001007: { outcome: 'malformed', why: '请求参数不合法' },
    28001008: token('授权已过期'),
    28001012: token('运营单位未授权该接口'),
    28001014: token('应用未获任何授权'),
    28001015: token('授权与账号不符'),
    28001016: token('应用已被封禁或下线'),
    28001018: token('应用未获得该接口'),
    28001019: token('接口已被封禁或下线'),
    28001042: token('授权范围不含该接口'),
    28001045: { outcome: 'gone', why: '抖音提示用户已注销', gone: 'deregistered' },
    28001046: { outcome: 'gone', why: '抖音提示用户已被封禁', gone: 'banned' },
    28001047: token('账号设为私密，接口不返回数据'),
    28001052: { outcome: 'blocked', why: '抖音提示访问存在风险' },
    28001056: token('接口已下线'),
    28003017: { outcome: 'quota-exhausted', why: '调用额度已用完' },
    28003018: { outcome: 'rate-limited', why: '调用过于频繁' },
  },
}
