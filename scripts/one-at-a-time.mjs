// Two windows may prepare one clone at the same moment; the second waits for the first.
import { linkSync, mkdirSync, readFileSync, rmdirSync, rmSync, statSync, unlinkSync, writeFileSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'

const POLL_MS = 100
// Taking a dead holder's lock away is a matter of microseconds: who died over it is no longer at work.
const TAKING_AWAY_MS = 5_000

/** Runs `work` while nobody else does behind the same `path`. `waiting(pid)` is called once when there is a wait. */
export async function oneAtATime(path, work, waiting) {
  let told = false
  while (!take(path)) {
    const holder = read(path)
    if (holder !== undefined && !lives(holder)) takeAway(path, holder)
    else {
      if (holder !== undefined && !told) waiting(Number.parseInt(holder, 10))
      told ||= holder !== undefined
      await pause(POLL_MS)
    }
  }
  try {
    return await work()
  } finally {
    rmSync(path, { force: true })
  }
}

// A hard link appears whole or not at all, so nobody ever reads half a holder.
function take(path) {
  const mine = `${path}.${process.pid}`
  writeFileSync(mine, `${process.pid} ${startOf(process.pid)}`)
  try {
    linkSync(mine, path)
    return true
  } catch (error) {
    if (error.code !== 'EEXIST') throw error
    return false
  } finally {
    rmSync(mine, { force: true })
  }
}

function lives(holder) {
  const [pid, start] = holder.split(' ')
  try {
    process.kill(Number(pid), 0)
  } catch (error) {
    if (error.code !== 'EPERM') return false
  }
  return startOf(pid) === start
}

/** When a process began, so that a number given out again is not taken for the one that had it; '' off Linux. */
function startOf(pid) {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1).split(' ')[19]
  } catch {
    return ''
  }
}

// Several may find the same dead holder: one of them removes its lock, and only if it is still that one's.
function takeAway(path, holder) {
  const guard = `${path}.taking-away`
  try {
    mkdirSync(guard)
  } catch (error) {
    if (error.code !== 'EEXIST') throw error
    if (Date.now() - (statSync(guard, { throwIfNoEntry: false })?.mtimeMs ?? 0) > TAKING_AWAY_MS)
      rmSync(guard, { recursive: true, force: true })
    return
  }
  try {
    if (read(path) === holder) unlinkSync(path)
  } finally {
    rmdirSync(guard)
  }
}

function read(path) {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}
