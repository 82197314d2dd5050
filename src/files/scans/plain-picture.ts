import { type PlainPicture } from './plain-copy.ts'
import { plainJpeg } from './plain-jpeg.ts'
import { plainPng } from './plain-png.ts'

/**
 * The same picture without position, camera, times, comments and whatever hangs behind its end; pixels stay byte for
 * byte, and a photo taken sideways still stands upright. `undefined` when the file is cut off or its parts don't add up:
 * what cannot be walked to its end is not kept, because nobody could say what is left in it.
 */
export function plainPicture(bytes: Uint8Array): PlainPicture | undefined {
  const picture = bytes[0] === 0x89 ? plainPng(bytes) : plainJpeg(bytes)
  return picture && picture.width > 0 && picture.height > 0 ? picture : undefined
}

/** How wide and high a JPG or PNG is, in pixels, as it is to be looked at. Undefined for anything else. */
export function pictureSize(bytes: Uint8Array): { width: number; height: number } | undefined {
  const picture = plainPicture(bytes)
  return picture && { width: picture.width, height: picture.height }
}
