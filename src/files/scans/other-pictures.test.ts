import { createCanvas } from '@napi-rs/canvas'
import { decode } from 'fast-png'
import { expect, it } from 'vitest'
import { gifPicture } from './gif-picture.ts'
import { inspectPicture, inspectScan } from './inspect-scan.ts'

const [width, height] = [60, 40]
/** Four fields of colour, so that a picture that is turned, shifted or torn is another. */
function drawn() {
  const canvas = createCanvas(width, height)
  const brush = canvas.getContext('2d')
  const fields = ['#ff0000', '#00ff00', '#0000ff', '#ffffff']
  fields.forEach((colour, at) => {
    brush.fillStyle = colour
    brush.fillRect((at % 2) * 30, Math.floor(at / 2) * 20, 30, 20)
  })
  return canvas
}
const corners = [
  [5, 5, [255, 0, 0]],
  [55, 5, [0, 255, 0]],
  [5, 35, [0, 0, 255]],
  [55, 35, [255, 255, 255]],
] as const

it.each(['webp', 'gif'] as const)(
  'a picture of a platform in %s is kept as PNG, each colour in its place',
  async (kind) => {
    const bytes = await (kind === 'webp' ? drawn().encode('webp') : drawn().encode('gif'))
    const kept = await inspectPicture({ name: '插图', bytes })
    expect(kept.kind).toBe('png')
    const png = decode(kept.bytes)
    expect([png.width, png.height]).toEqual([width, height])
    for (const [x, y, colour] of corners)
      colour.forEach((value, at) =>
        expect(Math.abs(png.data[(y * width + x) * png.channels + at]! - value)).toBeLessThan(12),
      )
    // A scan is no such picture.
    await expect(inspectScan({ name: '插图', bytes })).rejects.toMatchObject({ code: 'file.kind-not-accepted' })
  },
)

it('of a picture that is cut off, claims more pixels than anybody draws, or is something else nothing is kept', async () => {
  const [webp, gif] = [await drawn().encode('webp'), await drawn().encode('gif')]
  const changed = (bytes: Uint8Array, at: number, ...to: number[]) => {
    const copy = new Uint8Array(bytes)
    copy.set(to, at)
    return copy
  }
  const code = (bytes: Uint8Array) =>
    inspectPicture({ name: '插图', bytes }).then(
      () => 'kept',
      (error: unknown) => (error as { code: string }).code,
    )
  expect(await code(webp.subarray(0, webp.length / 2))).toBe('scan.unreadable')
  expect(await code(gif.subarray(0, gif.length / 2))).toBe('scan.unreadable')
  expect(await code(changed(gif, 6, 0xff, 0xff, 0xff, 0xff))).toBe('scan.too-many-pixels')
  // The head of its own says how large it is: VP8X, 24 bits each.
  const wide = Buffer.concat([Buffer.from('RIFF\x80\0\0\0WEBPVP8X\x0a\0\0\0', 'latin1'), Buffer.alloc(40, 0xff)])
  expect(await code(wide)).toBe('scan.too-many-pixels')
  expect(await code(Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'))).toBe('file.kind-not-accepted')
  expect(await code(Buffer.from('RIFF\0\0\0\0WEBPVP8 '))).not.toBe('kept')
})

it('whatever stands behind the head of a GIF, drawing it comes to an end', async () => {
  const gif = await drawn().encode('gif')
  for (let at = 13; at < gif.length; at += 3)
    for (const value of [0, 0x21, 0x2c, 0x3b, 0xff]) {
      const copy = new Uint8Array(gif)
      copy[at] = value
      const picture = gifPicture(copy)
      expect(picture === undefined || picture.data.length === width * height * 4).toBe(true)
    }
})
