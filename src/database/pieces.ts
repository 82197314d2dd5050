/**
 * Writes many rows piece by piece, in order. While the server works on one piece the next is prepared, so that sealing or
 * spelling rows costs no time of its own. `prepare` asks nothing of the database: a connection does one thing at a time.
 */
export async function writePieces<Row, Prepared>(
  rows: readonly Row[],
  size: number,
  work: { prepare(piece: readonly Row[]): Prepared; write(prepared: Prepared): Promise<unknown> },
): Promise<void> {
  let writing: Promise<unknown> = Promise.resolve()
  for (let from = 0; from < rows.length; from += size) {
    const prepared = work.prepare(rows.slice(from, from + size))
    await writing
    writing = work.write(prepared)
  }
  await writing
}
