import { z } from 'zod'
import type { Instant } from '../../calendar/index.ts'

/** The secrets of a 第三方平台, each with what it is called on 微信开放平台. */
export const componentSecretLabels = {
  appSecret: '第三方平台 AppSecret',
  token: '消息校验 Token',
  aesKey: '消息加解密 Key（EncodingAESKey）',
} as const
export type ComponentSecrets = Record<keyof typeof componentSecretLabels, string>
/** By what a delivery is known and opened. */
export type DeliveryKeys = Pick<ComponentSecrets, 'token' | 'aesKey'>
/** As kept. `before`: what was replaced, for deliveries that were on their way or come before WeChat has changed over. */
export type KeptSecrets = ComponentSecrets & { before?: DeliveryKeys & { until: Instant } }

/** What a 第三方平台 is set up with. `address`: where WeChat and browsers reach this installation from outside. */
export const componentSettings = z.strictObject({
  appid: z
    .string()
    .trim()
    .regex(/^wx[0-9a-z]{16}$/i, '第三方平台 AppID 应为 wx 开头的18位字符'),
  address: z
    .string()
    .trim()
    .regex(/^https:\/\/[a-z0-9.-]+(:\d{1,5})?\/?$/i, '对外网址应为 https:// 加域名，不带路径')
    .transform((typed) => typed.replace(/\/$/, '').toLowerCase()),
  appSecret: z
    .string()
    .trim()
    .regex(/^[\x21-\x7e]{16,200}$/, '第三方平台 AppSecret 不完整'),
  token: z
    .string()
    .trim()
    .regex(/^[\x21-\x7e]{3,100}$/, '消息校验 Token 应为3位以上的字母或数字'),
  aesKey: z
    .string()
    .trim()
    .regex(/^[0-9a-z+/]{43}$/i, '消息加解密 Key 应为43位字符'),
})

/** As pages show it: no secret is in it. */
export type ComponentShown = {
  appid: string
  address: string
  /** When the newest ticket was made; null: none has come yet. */
  ticketAt: Instant | null
  version: number
}

/** 授权事件接收URL, as the platform's operator enters it. */
export const eventPathOf = (appid: string): string => `/weixin/${appid}/events`

/** A ticket can be used for twelve hours; a new one comes every ten minutes. */
export const TICKET_HOURS = 12

/** WeChat goes on signing and enciphering by the old Token and EncodingAESKey for a while after they were changed there. */
export const BEFORE_HOURS = 1

export const withdrawnWhy = '公众号管理员已取消对第三方平台的授权'
