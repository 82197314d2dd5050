import { describe, expect, it } from 'vitest'
import { readCasReply } from './cas-reply.ts'

const answer = (inner: string) =>
  `<cas:serviceResponse xmlns:cas="http://www.yale.edu/tp/cas">${inner}</cas:serviceResponse>`
const success = (inner: string) => answer(`<cas:authenticationSuccess>${inner}</cas:authenticationSuccess>`)
const user = '<cas:user>xu01</cas:user>'

describe('an answer of a CAS server', () => {
  it('names who it is and what is said of them', async () => {
    const read = await readCasReply(
      success(
        `\n  ${user}\n<cas:attributes><cas:cn>徐 &amp; 某</cas:cn><cas:memberOf>a</cas:memberOf><cas:memberOf>b</cas:memberOf></cas:attributes>`,
      ),
    )
    expect(read).toMatchObject({ user: 'xu01', proxied: false })
    expect(read && 'attributes' in read && read.attributes).toEqual(
      new Map([
        ['cn', ['徐 & 某']],
        ['memberof', ['a', 'b']],
      ]),
    )
  })

  it('tells why not, and that a proxy stands between', async () => {
    expect(
      await readCasReply(answer('<cas:authenticationFailure code="INVALID_TICKET">x</cas:authenticationFailure>')),
    ).toEqual({
      failed: 'INVALID_TICKET',
    })
    expect(await readCasReply(success(`${user}<cas:proxies/>`))).toMatchObject({ proxied: true })
  })

  it('takes a name whole, whatever stands inside it', async () => {
    expect(await readCasReply(success('<cas:user>xu<!-- -->01</cas:user>'))).toMatchObject({ user: 'xu01' })
    expect(await readCasReply(success('<cas:user><![CDATA[xu01]]></cas:user>'))).toMatchObject({ user: 'xu01' })
  })

  it.each([
    ['two users', success(`${user}<cas:user>lu</cas:user>`)],
    ['no user', success('')],
    ['an empty user', success('<cas:user> </cas:user>')],
    [
      'a name with a part of another kind',
      success('<cas:user>admin<b>x</b></cas:user>').replace('<b>x</b></cas:user>', '<b>x</cas:user>'),
    ],
    ['two answers', `${success(user)}${success('<cas:user>lu</cas:user>')}`],
    [
      'yes and no',
      answer(`<cas:authenticationSuccess>${user}</cas:authenticationSuccess><cas:authenticationFailure code="X"/>`),
    ],
    ['two times yes', answer(`<cas:authenticationSuccess>${user}</cas:authenticationSuccess>`.repeat(2))],
    ['a user outside', answer(`${user}<cas:authenticationSuccess/>`)],
    ['a document type', `<!DOCTYPE x [<!ENTITY e "admin">]>${success('<cas:user>&e;</cas:user>')}`],
    ['an answer that was cut off', success(user).slice(0, -20)],
    ['a page', '<html><body>登录</body></html>'],
    ['nothing', ''],
  ])('with %s is none', async (_, xml) => {
    expect(await readCasReply(xml)).toBeUndefined()
  })
})
