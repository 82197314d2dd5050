import type { Role } from '../../src/access/index.ts'
import { allRoutes, recordWords } from '../../src/app/routes.ts'
import { createWeb } from '../../src/web/index.ts'
import type { AskedDistrict } from './asked-district.ts'
import { openSession } from './scene.ts'

type Place = Pick<AskedDistrict, 'start'>
type Fields = readonly (readonly [string, string])[]

/** The program as one person sees it. */
export async function desk({ start: deps }: Place, { headers, csrf }: Awaited<ReturnType<typeof openSession>>) {
  const jobs = { enqueue: () => Promise.reject(new Error('no job')), stop: () => Promise.resolve() }
  const options = { deps, pageDeps: deps, jobs, demo: false, host: '127.0.0.1', routes: allRoutes, recordWords }
  const { app } = createWeb({ ...options, logDefect: (error) => console.error(error) })
  const get = async (path: string) => (await app.request(path, { headers })).text()
  const post = async (path: string, fields: Fields) => {
    const body = new URLSearchParams([
      ['_csrf', csrf],
      ...fields.map(([name, value]): [string, string] => [name, value]),
    ])
    const answer = await app.request(path, { method: 'POST', headers, body })
    return { status: answer.status, text: await answer.text(), to: answer.headers.get('location') }
  }
  return { get, post }
}

/** The desks of a campaign as people see them: the unit's page, 核验、受理, 清理整合, the workbenches. */
export async function desks(place: Place & Pick<AskedDistrict, 'unitId'>) {
  const units = { 临湖区水务局: place.unitId }
  const people = new Map<Role, Awaited<ReturnType<typeof desk>>>()
  for (const role of ['supervisor', 'acceptor', 'office_head', 'unit_editor'] as const) {
    const of = role === 'unit_editor' ? { unit: '临湖区水务局' } : {}
    people.set(role, await desk(place, await openSession(place.start, { units }, role, of)))
  }
  const see = async (role: Role, path: string) => people.get(role)!.get(path)
  const send = async (role: Role, path: string, fields: Fields) => people.get(role)!.post(path, fields)
  return { see, send }
}
