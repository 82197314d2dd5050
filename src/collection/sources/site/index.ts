import { z } from 'zod'
import type { NoReply, Reply } from '../../../outgoing/index.ts'
import { seenFailure } from '../../evidence/seen.ts'
import { webTarget } from '../addresses.ts'
import { defineSource, type Look } from '../contract.ts'

/** N-WS-02: at least 20 tries spread over a day, each counted as not opened after 15 seconds (国办秘函〔2019〕19号). */
const TRIES_A_DAY = 20
const OPENED_WITHIN_MS = 15_000

/**
 * Whether a website or a service entry opens. Each look is one try with its own result; what share of a week's tries
 * failed is for the indicator. A site that doesn't open was looked at all the same: the look is `ok`, the try failed.
 */
export const siteSource = defineSource({
  kind: 'site',
  label: '网站和办事入口可用性',
  sees: '网址能不能在15秒内打开。看不到内容有没有更新，也看不到登录以后的页面。',
  settings: z.strictObject({}),
  target: webTarget.extend({ what: z.string().trim().max(60).optional() }),
  secrets: {},
  needsAuthorisation: false,
  everyMs: Math.floor(86_400_000 / TRIES_A_DAY),
  async look(_settings, { url, what }, { send, now, memory }): Promise<Look> {
    const reply = await send({ url }, { totalMs: OPENED_WITHIN_MS })
    // Whoever may not look hasn't seen that it is closed.
    if (reply.kind === 'no-reply' && reply.failure === 'refused-address')
      return { outcome: 'refused-address', why: reply.why, samples: [], covers: null, memory }
    const tried = tryOf(reply)
    const value = { ...tried, ...(what && { what }) }
    const sample = { kind: 'availability', key: url, value, observedAt: now, confidence: 'exact' } as const
    const seen = tried.opened ? undefined : seenFailure(reply, url, tried.why ?? '')
    return { outcome: 'ok', why: null, samples: [sample], covers: null, memory, ...(seen && { seen }) }
  },
})

function tryOf(reply: Reply | NoReply): { opened: boolean; why?: string; status?: number } {
  // A page larger than is read here has opened.
  if (reply.kind === 'no-reply')
    return reply.failure === 'too-large' ? { opened: true } : { opened: false, why: reply.why }
  const { status } = reply
  return status < 400 ? { opened: true, status } : { opened: false, status, why: `应答状态 ${status}` }
}
