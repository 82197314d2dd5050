import type { MiddlewareHandler } from 'hono'
import type { WebVariables } from './context.ts'
import type { Family } from './exposition.ts'

// Seconds; the last one is the limit of a page's statement.
const bounds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10] as const

type Series = { labels: Record<string, string>; buckets: number[]; sum: number; count: number }

/** Counts what was asked by route pattern, never by address: no id and no name ends up in a figure. */
export type Measuring = { middleware: MiddlewareHandler<{ Variables: WebVariables }>; families(): Family[] }

export function startMeasuring(now: () => number = () => performance.now()): Measuring {
  const series = new Map<string, Series>()
  const note = (labels: Record<string, string>, seconds: number) => {
    const key = Object.values(labels).join(' ')
    const known = series.get(key) ?? { labels, buckets: bounds.map(() => 0), sum: 0, count: 0 }
    series.set(key, known)
    const at = bounds.findIndex((bound) => seconds <= bound)
    if (at >= 0) known.buckets[at]! += 1
    known.sum += seconds
    known.count += 1
  }
  return {
    async middleware(c, next) {
      const started = now()
      await next()
      // Any word may be sent as a method; a series for each would be somebody else's way to fill our memory.
      const method = ['GET', 'POST', 'HEAD', 'OPTIONS'].includes(c.req.method) ? c.req.method : 'other'
      note({ method, route: c.var.route ?? 'none', status: String(c.res.status) }, (now() - started) / 1_000)
    },
    families: () => [
      {
        name: 'govmedia_http_request_duration_seconds',
        help: 'Requests by route pattern and status, with the time until the answer began.',
        type: 'histogram',
        samples: [...series.values()].flatMap(samplesOf),
      },
    ],
  }
}

function samplesOf({ labels, buckets, sum, count }: Series): Family['samples'] {
  let below = 0
  return [
    ...bounds.map((bound, at) => ({
      suffix: '_bucket' as const,
      labels: { ...labels, le: String(bound) },
      value: (below += buckets[at]!),
    })),
    { suffix: '_bucket' as const, labels: { ...labels, le: '+Inf' }, value: count },
    { suffix: '_sum' as const, labels, value: sum },
    { suffix: '_count' as const, labels, value: count },
  ]
}
