import { expect, it } from 'vitest'
import { cloneDatabase } from '../../tests/support/database.ts'
import { mailServer } from '../../tests/support/mail-server.ts'
import { type Deps, openDistrict, operatorActor, vaultWith } from '../access/index.ts'
import { fixedClock, instant } from '../calendar/index.ts'
import { seededIds } from '../database/index.ts'
import { changeSettings, setChannel } from '../notify/index.ts'
import { runCli } from './index.ts'

it('notify test sends one letter and says so, or says why not with exit code 1', async () => {
  const { db } = await cloneDatabase()
  const clock = fixedClock(instant('2026-11-28T15:00:00Z'))
  const ids = seededIds('notify-command', clock)
  const deps: Deps = { db, clock, wall: clock, ids, vault: vaultWith(Buffer.alloc(32, 7)), dataDir: '/nonexistent' }
  const operator = operatorActor('test', 'r1')
  const districtId = '990106'
  const office = { shortName: '临湖', officeName: '临湖区行政审批服务局', issuingOffice: '领导小组办公室' }
  await openDistrict(deps, operator, { id: districtId, name: '临湖区', ...office })
  const hours = { sendFrom: '08:00', sendUntil: '20:00' }
  await changeSettings(deps, operator, { districtId, baseUrl: 'https://media.example.gov.cn/', ...hours })
  const mail = await mailServer()
  await setChannel(deps, operator, {
    districtId,
    kind: 'mail',
    name: '邮件',
    settings: { host: '127.0.0.1', port: mail.port, tls: 'none', from: 'm@example.gov.cn' },
    secrets: { user: '', password: '' },
  })
  const said: string[] = []
  const run = (...words: string[]) =>
    runCli(['notify', 'test', ...words], {
      osUser: 'test',
      out: { result: (text) => said.push(text), say: (text) => said.push(text), progress: () => undefined },
      open: () =>
        Promise.resolve({
          deps,
          demo: false,
          describe: () => Promise.reject(new Error('not asked for')),
          close: () => Promise.resolve(),
        }),
      serve: () => Promise.resolve(),
      makeDemo: () => Promise.reject(new Error('not asked for')),
    })
  try {
    expect(await run('邮件', 'x@example.cn', '--allow', '127.0.0.1')).toBe(0)
    expect(said.at(-1)).toBe('测试消息已由“邮件”发出，请核对是否收到。')
    expect(mail.letters).toMatchObject([{ to: 'x@example.cn', user: undefined }])
    expect(await run('邮件', 'x@example.cn')).toBe(1)
    expect(said.at(-1)).toBe(
      '“邮件”没有发出测试消息：主机在内部网络，须由服务器管理员在 GOVMEDIA_ALLOW_HOSTS 中列明主机名',
    )
    expect([await run('邮件'), await run('没有的')]).toEqual([1, 1])
    expect(said.at(-1)).toContain('没有找到这个通知渠道')
    expect(mail.letters).toHaveLength(1)
  } finally {
    await mail.close()
  }
})
