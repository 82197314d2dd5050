import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { familyOf, mb, memoryOf, ms, processesOn, type Row } from './measure.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** First and second start up to the first page, memory at rest, and what is left after SIGTERM. Demonstration data. */
export async function programRows(): Promise<Row[]> {
  const folder = mkdtempSync(join(tmpdir(), 'govmedia-start-'))
  const dataDir = join(folder, 'data')
  try {
    const first = await start(dataDir)
    await stop(first)
    const second = await start(dataDir)
    await pause(35_000)
    const memory = memoryOf(familyOf(second.pid))
    const stopped = performance.now()
    await stop(second)
    const toStop = performance.now() - stopped
    await pause(Math.max(0, 5_000 - toStop))
    const left = processesOn(dataDir).length
    return [
      {
        what: 'first start of an empty directory to first page',
        figure: ms(first.took),
        beside: `limit: ${(first.took / 15_000).toFixed(2)} x`,
        target: '< 15 s',
        holds: first.took < 15_000,
      },
      {
        what: 'second start to first page',
        figure: ms(second.took),
        beside: `limit: ${(second.took / 3_000).toFixed(2)} x`,
        target: '< 3 s',
        holds: second.took < 3_000,
      },
      {
        what: 'resident memory idle, program + database',
        figure: mb(memory),
        beside: `limit: ${(memory / 350).toFixed(2)} x`,
        target: '< 350 MB',
        holds: memory < 350,
      },
      {
        what: 'processes left 5 s after SIGTERM',
        figure: String(left),
        beside: `stopped after ${ms(toStop)}`,
        target: '0',
        holds: left === 0,
      },
    ]
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

type Started = { pid: number; took: number; exited: Promise<unknown> }

async function start(dataDir: string): Promise<Started> {
  const started = performance.now()
  const child = spawn('npm', ['start', '--', '--port', '0', '--data', dataDir], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'pipe'],
    detached: true,
  })
  const exited = new Promise((done) => child.once('exit', done))
  const url = await new Promise<string>((done, fail) => {
    let said = ''
    child.stderr.on('data', (text: Buffer) => {
      said += text.toString()
      const found = /已启动：(\S+)/.exec(said)?.[1]
      if (found) done(found)
    })
    void exited.then(() => fail(new Error(said)))
  })
  const answer = await fetch(new URL('/sign-in', url))
  await answer.text()
  return { pid: child.pid!, took: performance.now() - started, exited }
}

async function stop({ pid, exited }: Started): Promise<void> {
  process.kill(-pid, 'SIGTERM')
  await exited
}
