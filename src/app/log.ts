// What a terminal or a reader of logs takes for a line break or an order, and JSON leaves as it is.
const unprinted = /[\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/g

/** One line of JSON an event on stderr; never personal values, passwords or tokens. Line breaks in a value can't forge a line. */
export function logLine(record: Record<string, unknown>): void {
  process.stderr.write(`${oneLine(JSON.stringify({ at: new Date().toISOString(), ...record }))}\n`)
}

/** A line of JSON without anything that a reader of logs could take for a second one. */
export const oneLine = (json: string): string => json.replace(unprinted, escaped)

const escaped = (sign: string) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`

/** A defect with its cause and the id the person was shown; a `level` in the context says that it is none (`database-away`). */
export function logDefect(error: unknown, context: Record<string, string>): void {
  logLine({ level: 'defect', ...context, ...describeError(error) })
}

const DEEPEST = 5

/**
 * What is said of an error, and of what a library hands over in place of one (pg-boss: a plain copy with the queue's
 * name). Chosen by name: the driver's `detail` quotes whole rows, and others carry the request that failed.
 */
function describeError(error: unknown, depth = 0): Record<string, unknown> {
  if (typeof error !== 'object' || error === null) return { message: masked(String(error)) }
  const { name, code, message, stack, queue, cause } = error as Record<string, unknown>
  // Their values may be anybody's; their names tell whoever mends it where to look.
  if (typeof message !== 'string') return { message: `an object of ${Object.keys(error).join(', ') || 'no fields'}` }
  return {
    ...texts({ name, code, message, stack, queue }),
    ...(error instanceof AggregateError && depth < DEEPEST
      ? { errors: error.errors.slice(0, DEEPEST).map((one) => describeError(one, depth + 1)) }
      : {}),
    ...(cause === undefined || depth >= DEEPEST ? {} : { cause: describeError(cause, depth + 1) }),
  }
}

const texts = (fields: Record<string, unknown>) =>
  Object.fromEntries(
    Object.entries(fields)
      .filter(([, value]) => typeof value === 'string' || typeof value === 'number')
      .map(([key, value]) => [key, typeof value === 'string' ? masked(value) : value]),
  )

// DATABASE_URL and addresses of interfaces carry passwords, and both are quoted by those who can't read them.
const masked = (text: string) => text.replace(/(\/\/[^\s/:@]*):[^\s/]*@/g, '$1:***@')
