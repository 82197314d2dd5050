import { describe, expect, it } from 'vitest'
import { seededIds, systemIds } from './ids.ts'

const clock = { now: () => '2026-10-12T01:00:00.000Z' }

function draw(seed: string): string[] {
  const ids = seededIds(seed, clock)
  return Array.from({ length: 5000 }, () => ids.next())
}

describe('ids', () => {
  it('sorts ten thousand ids made in one burst in the order they were made', () => {
    const ids = systemIds()
    const made = Array.from({ length: 10_000 }, () => ids.next())
    expect(made.toSorted()).toEqual(made)
    expect(new Set(made).size).toBe(10_000)
  })

  it('writes the version and variant of RFC 9562', () => {
    expect(systemIds().next()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  })

  it('makes the same ids twice from one seed and one clock', () => {
    expect(draw('demo')).toEqual(draw('demo'))
    expect(draw('demo')).not.toEqual(draw('other'))
    expect(draw('demo').toSorted()).toEqual(draw('demo'))
  })
})
