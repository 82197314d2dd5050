import { describe, expect, it } from 'vitest'
import { botDelivery, botRequest } from './bots.ts'
import type { BotKind } from './model.ts'

const message = { title: '题', text: '待办 2 项', link: 'https://media.example.gov.cn/', address: null }
const request = (
  kind: BotKind,
  url: string,
  { secret = null as string | null, keyword = null as string | null, at = 0 },
) => botRequest(kind, { settings: { keyword }, secrets: { url, secret } }, message, at)
const bodyOf = ({ body }: { body?: string | Uint8Array }) => JSON.parse(String(body))

/*
 * Signatures as the platforms' manuals describe them, computed with Python's hmac and with openssl:
 *   printf '1764310000125\nSECdemo+/0123' | openssl dgst -sha256 -hmac 'SECdemo+/0123' -binary | base64
 *   printf '' | openssl dgst -sha256 -mac HMAC -macopt hexkey:$(printf '1764310000\ndemo-feishu' | xxd -p) -binary | base64
 */
describe('a bot is asked as its platform asks for it', () => {
  it('钉钉: milliseconds and the signature stand in the address, encoded', () => {
    const url = 'https://oapi.dingtalk.com/robot/send?access_token=t'
    const signed = request('dingtalk', url, { secret: 'SECdemo+/0123', at: 1_764_310_000_125 })
    expect(signed.url).toBe(`${url}&timestamp=1764310000125&sign=%2FYOJTvsslQ1UMAkSD97Lpi01%2BWfaiVkTSXHP1Li7Bc4%3D`)
    expect(bodyOf(signed)).toEqual({ msgtype: 'text', text: { content: '待办 2 项\nhttps://media.example.gov.cn/' } })
    expect(request('dingtalk', url, {}).url).toBe(url)
  })

  it('飞书: seconds and the signature stand in the body', () => {
    const url = 'https://open.feishu.cn/open-apis/bot/v2/hook/h'
    const signed = request('feishu', url, { secret: 'demo-feishu', at: 1_764_310_000_999 })
    expect(signed.url).toBe(url)
    expect(bodyOf(signed)).toEqual({
      timestamp: '1764310000',
      sign: 'n9+81BhAWiJ3J2XQnGCXKy2qcYztAxmm2AqLsbOENrU=',
      msg_type: 'text',
      content: { text: '待办 2 项\nhttps://media.example.gov.cn/' },
    })
    expect(bodyOf(request('feishu', url, {}))).not.toHaveProperty('sign')
  })

  it('企业微信: the key in the address is all, and a keyword stands at the end', () => {
    const url = 'https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=k'
    const plain = request('wecom', url, { keyword: '督办' })
    expect(plain.url).toBe(url)
    expect(bodyOf(plain).text.content).toBe('待办 2 项\nhttps://media.example.gov.cn/\n督办')
  })
})

describe('an answer of a bot', () => {
  const reply = (text: string, status = 200) => ({
    kind: 'reply' as const,
    url: '',
    status,
    headers: {},
    body: Buffer.from(text),
  })
  it.each<[BotKind, string, number, string]>([
    ['wecom', '{"errcode":0,"errmsg":"ok"}', 200, 'sent'],
    ['dingtalk', '{"errcode":0,"errmsg":"ok"}', 200, 'sent'],
    ['feishu', '{"StatusCode":0,"StatusMessage":"success","code":0,"data":{},"msg":"success"}', 200, 'sent'],
    ['feishu', '{"StatusCode":0,"StatusMessage":"success"}', 200, 'sent'],
    // Each of these says HTTP 200.
    ['wecom', '{"errcode":93000,"errmsg":"invalid webhook url"}', 200, 'failed'],
    ['wecom', '{"errcode":45009,"errmsg":"api freq out of limit"}', 200, 'later'],
    ['dingtalk', '{"errcode":310000,"errmsg":"sign not match"}', 200, 'failed'],
    ['dingtalk', '{"errcode":130101,"errmsg":"send too fast"}', 200, 'later'],
    ['feishu', '{"code":19021,"msg":"sign match fail or timestamp is not within one hour"}', 200, 'failed'],
    ['feishu', '{"code":11232,"msg":"frequency limited"}', 200, 'later'],
    ['feishu', '{"code":19021,"msg":"sign match fail"}', 400, 'failed'],
    ['wecom', '{"errcode":0,"errmsg":"ok"}', 500, 'failed'],
    ['wecom', '', 429, 'later'],
    ['wecom', '<html>网关</html>', 200, 'failed'],
    ['wecom', '{}', 200, 'failed'],
    ['wecom', 'null', 200, 'failed'],
  ])('%s %s (HTTP %i) is %s', (kind, text, status, outcome) => {
    const delivery = botDelivery(kind, reply(text, status))
    const why = expect.stringMatching(/^[\u4e00-\u9fff]/)
    expect(delivery).toEqual(outcome === 'sent' ? { outcome } : { outcome, why })
  })
})
