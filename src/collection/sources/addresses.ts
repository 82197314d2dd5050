import { z } from 'zod'

const address = z.url({ protocol: /^https?$/, error: '请填写以 http:// 或 https:// 开头的网址' }).max(1000)

/** A target that is an address and nothing else. */
export const webTarget = z.strictObject({ url: address })
