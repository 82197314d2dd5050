import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { createToken, openRoutes } from '../src/api/index.ts'
import { addDays, dayOf } from '../src/calendar/index.ts'
import { createWeb, serveWeb } from '../src/web/index.ts'
import type { Asked } from './api-asker.ts'
import type { Row } from './measure.ts'
import { districtId, makeAccounts, makeScene } from './scene.ts'

const accounts = 5_000
const seconds = 8
const connections = 24
const asker = fileURLToPath(new URL(`./api-asker.${import.meta.url.endsWith('.ts') ? 'ts' : 'js'}`, import.meta.url))

async function ask(url: string, token = ''): Promise<Asked> {
  const child = fork(asker, [url, String(seconds), String(connections), token], { execArgv: [] })
  const [asked] = (await once(child, 'message')) as [Asked]
  return asked
}

/** The interface over HTTP: token, one page of 50 accounts, ETag; asker, server and database share the processors. */
export async function apiRows(): Promise<Row[]> {
  const scene = await makeScene()
  const { deps, database, operator } = scene
  await makeAccounts(scene, accounts)
  const { token } = await createToken(deps, operator, {
    districtId,
    name: '测速',
    scopes: ['ledger'],
    expiresOn: addDays(dayOf(deps.wall.now()), 1),
    perMinute: 1_000_000,
  })
  const { app } = createWeb({
    deps,
    pageDeps: { ...deps, db: database.pages },
    jobs: { enqueue: () => Promise.reject(new Error('no jobs here')), stop: () => Promise.resolve() },
    demo: false,
    host: '127.0.0.1',
    routes: openRoutes(),
    logDefect: (error) => console.error(error),
  })
  const server = await serveWeb(app, { host: '127.0.0.1', port: 0 })
  try {
    const list = `${server.url}api/v1/accounts?limit=50`
    await ask(list, token)
    const alive = await ask(`${server.url}healthz`)
    const kept = await ask(list, token)
    // No two requests of this one are alike, so that none is answered out of what is kept.
    const anew = await ask(`${list}&updatedSince=2020-01-01T00:00:00.{n}Z`, token)
    const rate = ({ requests, seconds: took }: Asked) => requests / took
    const told = (one: Asked) => `${rate(one).toFixed(0)} a second, p99 ${one.p99.toFixed(0)} ms`
    return [
      {
        what: `API list of 50 of ${accounts} accounts (${(kept.bytes / 1024).toFixed(0)} kB), ${connections} connections`,
        figure: told(kept),
        beside: `/healthz of the same server ${told(alive)}: ${(rate(kept) / rate(alive)).toFixed(2)} x; read from the database each time ${told(anew)}`,
        target: '>= 1,000 a second, p99 < 50 ms',
        holds: rate(kept) >= 1_000 && kept.p99 < 50,
      },
    ]
  } finally {
    await server.stop()
    await scene.close()
  }
}
