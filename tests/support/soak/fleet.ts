import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'
import { folderOf } from '../../../src/database/embedded/folder.ts'
import { processesIn } from '../../../src/database/embedded/processes.ts'
import { findServer } from '../../../src/database/embedded/server.ts'
import { killIfThere } from '../programs.ts'
import { serveProgram, type ServedProgram, startWorker } from '../served-program.ts'

/** What is killed: the database's first process, all of the database, the service, one worker or more, or everything at once. */
export const victims = ['server', 'database', 'program', 'worker', 'workers', 'program and worker', 'all'] as const
export type Victim = (typeof victims)[number]

const WORKERS = 2

/** An installation at work: its database, the service and workers beside it, on one data directory. */
export class Fleet {
  readonly #dataDir: string
  readonly #env: Readonly<Record<string, string>>
  #port = 0
  #program: ServedProgram | undefined
  #workers: ChildProcess[] = []

  constructor(dataDir: string, env: Readonly<Record<string, string>>) {
    this.#dataDir = dataDir
    this.#env = env
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`
  }

  /** Starts whatever is not there. */
  async mend(): Promise<void> {
    this.#port ||= await freePort()
    this.#program ??= await serveProgram({ on: this.#dataDir, port: this.#port, env: this.#env })
    this.#workers = this.#workers.filter(({ exitCode, signalCode }) => exitCode === null && signalCode === null)
    while (this.#workers.length < WORKERS) this.#workers.push(await startWorker(this.#dataDir, this.#env))
  }

  async kill(victim: Victim): Promise<void> {
    const folder = folderOf(this.#dataDir)
    const server = findServer(folder)
    const isWhole = victim === 'database' || victim === 'all'
    const database = victim === 'server' || isWhole ? [server?.pid, ...(isWhole ? processesIn(folder.pg) : [])] : []
    const isProgram = victim.startsWith('program') || victim === 'all'
    const workers = this.#workers.slice(
      0,
      victim.endsWith('worker') ? 1 : isWhole || victim === 'workers' ? WORKERS : 0,
    )
    const ended = (victim === 'database' ? [] : workers).map((worker) => once(worker, 'exit'))
    for (const pid of database) if (pid !== undefined) killIfThere(pid)
    if (isProgram && this.#program) killIfThere(this.#program.pid)
    if (victim !== 'database') for (const worker of workers) worker.kill('SIGKILL')
    await Promise.all(ended)
    if (isProgram) this.#program = undefined
  }

  /** Ends everything in order; refuses where something is left. */
  async stop(): Promise<void> {
    for (const worker of this.#workers) {
      const ended = worker.exitCode === null && worker.signalCode === null ? once(worker, 'exit') : undefined
      worker.kill('SIGTERM')
      await ended
    }
    this.#workers = []
    await this.#program?.stop()
    this.#program = undefined
  }
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const { port } = server.address() as AddressInfo
  await new Promise((done) => server.close(done))
  return port
}
