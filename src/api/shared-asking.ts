/**
 * Asks once for all who want to know the same at the same time. Who comes while an answer is under way is not given that
 * one, which may be older than their question, but shares the next: nobody hears what held before they asked.
 */
export function sharedAsking<C, T>(
  ask: (context: C, key: string) => Promise<T>,
): (context: C, key: string) => Promise<T> {
  const running = new Map<string, Promise<T>>()
  const next = new Map<string, Promise<T>>()
  const start = (context: C, key: string): Promise<T> => {
    const asked = ask(context, key).finally(() => running.delete(key))
    running.set(key, asked)
    return asked
  }
  return (context, key) => {
    const under = running.get(key)
    if (!under) return start(context, key)
    const known = next.get(key)
    if (known) return known
    const following = under
      .then(
        () => undefined,
        () => undefined,
      )
      .then(() => {
        next.delete(key)
        return start(context, key)
      })
    next.set(key, following)
    return following
  }
}
