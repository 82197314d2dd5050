import { describe, expect, it } from 'vitest'
import { componentSettings, playComponent } from '../../../tests/support/platforms/component.ts'
import { deciphered, isSigned } from './cipher.ts'
import { eventIn, fieldsOf } from './event.ts'

// The example that WeChat publishes with its sample code (加解密方案, Sample.py).
const published = {
  token: 'spamtest',
  aesKey: 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG',
  appid: 'wx2c2769f8efd9abc2',
  signed: { signature: '5d197aaffba7e9b25a30732f161a50dee96bd5fa', timestamp: '1409735669', nonce: '1320562132' },
  encrypted:
    'hyzAe4OzmOMbd6TvGdIOO6uBmdJoD0Fk53REIHvxYtJlE2B655HuD0m8KUePWB3+LrPXo87wzQ1QLvbeUgmBM4x6F8PGHQHFVAFmOD2LdJF9FrXpbUAh0B5GIItb52sn896wVsMSHGuPE328HnRGBcrS7C41IzDWyWNlZkyyXwon8T332jisa+h6tEDYsVticbSnyU8dKOIbgU6ux5VTjg3yt+WGzjlpKn6NPhRjpA912xMezR4kw6KWwMrCVKSVCZciVGCgavjIQ6X8tCOp3yZbGpy0VxpAe+77TszTfRd5RJSVO/HTnifJpXgCSUdUue1v6h0EIBYYI1BD1DlD+C0CR8e6OewpusjZ4uBl9FyJvnhvQl+q5rv1ixrcpCumEPo5MJSgM9ehVsNPfUM669WuMyVWQLCzpu9GhglF2PE=',
}

describe('a delivery of WeChat', () => {
  it('is known by its signature and opened, as in the example that WeChat publishes', () => {
    const { token, aesKey, appid, signed, encrypted } = published
    expect(isSigned(signed, token, encrypted)).toBe(true)
    const message = deciphered(encrypted, aesKey, appid)
    expect(fieldsOf(message ?? '')?.get('ToUserName')).toBe('gh_10f6c3c3ac5a')
  })

  it('is nothing where its signature, key, recipient or filling is another', () => {
    const { token, aesKey, appid, signed, encrypted } = published
    expect(isSigned(signed, `${token}x`, encrypted)).toBe(false)
    expect(isSigned({ ...signed, nonce: '1' }, token, encrypted)).toBe(false)
    for (const signature of ['', 'zz', signed.signature.slice(2), `${signed.signature}00`])
      expect(isSigned({ ...signed, signature }, token, encrypted)).toBe(false)
    expect(deciphered(encrypted, aesKey.toUpperCase(), appid)).toBeUndefined()
    expect(deciphered(encrypted, aesKey, 'wx2c2769f8efd9abc3')).toBeUndefined()
    expect(deciphered(encrypted.slice(0, -24), aesKey, appid)).toBeUndefined()
    for (const broken of ['', '*', 'AAAA', encrypted.slice(5)])
      expect(deciphered(broken, aesKey, appid)).toBeUndefined()
  })
})

describe('a message', () => {
  it('is read as flat fields, and what nests deeper is passed by', () => {
    const fields = fieldsOf('<xml>\n<A><![CDATA[<B>1</B> & x]]></A><C>2</C><D><C>3</C></D><A>4</A></xml>')
    expect([...(fields ?? [])]).toEqual([
      ['A', '<B>1</B> & x'],
      ['C', '2'],
      ['D', ''],
    ])
  })

  it.each([
    '<!DOCTYPE xml [<!ENTITY a "b">]><xml><A>&a;</A></xml>',
    '<xml><A>&lt;</A></xml>',
    '<?xml version="1.0"?><xml><A>1</A></xml>',
    '<xml><A b="c">1</A></xml>',
    '<xml><A>1</B></xml>',
    '<xml><A>1</A>',
    '<A>1</A>',
    'x<xml><A>1</A></xml>',
    '<xml></xml>',
    '',
  ])('%s is none', (text) => expect(fieldsOf(text)).toBeUndefined())

  const at = 1_791_766_800
  const said = (fields: string) => eventIn(`<xml><CreateTime>${at}</CreateTime>${fields}</xml>`)

  it.each([
    ['<InfoType>component_verify_ticket</InfoType><ComponentVerifyTicket>t</ComponentVerifyTicket>', 'ticket'],
    ['<InfoType>authorized</InfoType><AuthorizerAppid>wx1</AuthorizerAppid>', 'given'],
    ['<InfoType>updateauthorized</InfoType><AuthorizerAppid>wx1</AuthorizerAppid>', 'given'],
    ['<InfoType>unauthorized</InfoType><AuthorizerAppid>wx1</AuthorizerAppid>', 'withdrawn'],
    ['<InfoType>unauthorized</InfoType>', 'unknown'],
    ['<InfoType>component_verify_ticket</InfoType>', 'unknown'],
    ['<InfoType>constructor</InfoType><AuthorizerAppid>wx1</AuthorizerAppid>', 'unknown'],
    ['<InfoType>notify_third_fasteregister</InfoType><info><name>x</name></info>', 'unknown'],
    ['<Other>1</Other>', 'unknown'],
  ])('%s: %s', (fields, kind) => expect(said(fields).kind).toBe(kind))

  it('tells its moment as WeChat writes it, and a strange name of a kind not at all', () => {
    expect(said('<InfoType>authorized</InfoType><AuthorizerAppid>wx1</AuthorizerAppid>')).toMatchObject({
      at: new Date(at * 1000).toISOString(),
    })
    expect(said('<InfoType><![CDATA[a\nb]]></InfoType>')).toEqual({ kind: 'unknown', name: '' })
    expect(said('<InfoType>new_kind</InfoType>')).toEqual({ kind: 'unknown', name: 'new_kind' })
  })
})

it('the simulator enciphers as WeChat does', () => {
  const { body, query } = playComponent({ now: () => 0 }).enclosed('<xml><A>1</A></xml>')
  const encrypted = fieldsOf(body)?.get('Encrypt') ?? ''
  const { msg_signature: signature = '', timestamp = '', nonce = '' } = query
  expect(isSigned({ signature, timestamp, nonce }, componentSettings.token, encrypted)).toBe(true)
  expect(deciphered(encrypted, componentSettings.aesKey, componentSettings.appid)).toBe('<xml><A>1</A></xml>')
})
