/**
 * Statements that were asked for at once on one connection, answered together. Waits for all of them also where one fails,
 * and then throws the first error: a connection with statements under way is not ready to be rolled back.
 */
export async function allOf<const T extends readonly unknown[]>(
  asked: T,
): Promise<{ -readonly [K in keyof T]: Awaited<T[K]> }> {
  await Promise.allSettled(asked)
  return Promise.all(asked)
}
