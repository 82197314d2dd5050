import { createCanvas, loadImage } from '@napi-rs/canvas'
import { qrPng } from '../../src/files/index.ts'

/** The paper as a phone sees it: signed, sealed, its code in the corner. */
export async function photoOf(code: string): Promise<Buffer> {
  const canvas = createCanvas(900, 640)
  const pen = canvas.getContext('2d')
  pen.fillStyle = '#f4f2ec'
  pen.fillRect(0, 0, 900, 640)
  pen.drawImage(await loadImage(Buffer.from(await qrPng(code))), 680, 420, 180, 180)
  pen.strokeStyle = '#c00'
  pen.beginPath()
  pen.arc(200, 480, 70, 0, 7)
  pen.stroke()
  return canvas.encode('jpeg', 70)
}
