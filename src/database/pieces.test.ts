import { describe, expect, it } from 'vitest'
import { writePieces } from './pieces.ts'

const said = (write: (piece: number[]) => Promise<unknown>) => {
  const steps: string[] = []
  return {
    steps,
    work: {
      prepare(piece: readonly number[]) {
        steps.push(`prepare ${piece.join(',')}`)
        return [...piece]
      },
      async write(piece: number[]) {
        steps.push(`write ${piece.join(',')}`)
        await write(piece)
        steps.push(`written ${piece.join(',')}`)
      },
    },
  }
}

describe('rows written piece by piece', () => {
  it('are prepared while the last piece is being written, and written one piece at a time', async () => {
    const { steps, work } = said(() => new Promise((done) => setImmediate(done)))
    await writePieces([1, 2, 3, 4, 5], 2, work)
    expect(steps).toEqual([
      'prepare 1,2',
      'write 1,2',
      'prepare 3,4',
      'written 1,2',
      'write 3,4',
      'prepare 5',
      'written 3,4',
      'write 5',
      'written 5',
    ])
  })

  it('stop at the first piece that is refused', async () => {
    const { steps, work } = said(async ([first]) => {
      if (first === 3) throw new Error('refused')
    })
    await expect(writePieces([1, 2, 3, 4, 5], 2, work)).rejects.toThrow('refused')
    expect(steps).not.toContain('write 5')
  })

  it('may be none', async () => {
    const { steps, work } = said(async () => undefined)
    await writePieces([], 2, work)
    expect(steps).toEqual([])
  })
})
