/** One entry a refusal: the HTTP status and the Chinese sentence (what is wrong, where, what to do). */
export type RefusalEntry<P = never> = {
  status: 400 | 401 | 403 | 404 | 409 | 413 | 415 | 422 | 423 | 429 | 503
  say: (params: P) => string
}

/** Keeps the parameter type of each sentence, so that `refuse` asks for exactly these values. */
export function entry<P = object>(status: RefusalEntry['status'], say: (params: P) => string): RefusalEntry<P> {
  return { status, say }
}
