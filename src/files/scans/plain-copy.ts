/** A picture that is whole, its size in pixels as its head claims it, and its bytes with nothing but the picture. */
export type PlainPicture = { width: number; height: number; bytes: Uint8Array }

/** Bytes copied one behind the other into one piece: a file of a million parts costs no more than its own size. */
export function copyInto(room: number) {
  const copied = new Uint8Array(room)
  let length = 0
  return {
    add(part: Uint8Array) {
      copied.set(part, length)
      length += part.length
    },
    all: () => copied.subarray(0, length),
  }
}
