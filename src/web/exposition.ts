/** One measured thing as Prometheus reads it: `name` in its units (`_seconds`, `_bytes`, `_total`), one line a sample. */
export type Family = {
  name: string
  help: string
  type: 'counter' | 'gauge' | 'histogram'
  /** `suffix` only for the parts of a histogram. */
  samples: readonly {
    suffix?: '_bucket' | '_sum' | '_count'
    labels?: Readonly<Record<string, string>>
    value: number
  }[]
}

/** The media type of the text format that every Prometheus reads (Prometheus, Exposition formats, text 0.0.4). */
export const expositionType = 'text/plain; version=0.0.4; charset=utf-8'

/** Families as text. One without samples is left out: a figure that nobody knows is no 0. */
export function exposition(families: readonly Family[]): string {
  return families
    .filter(({ samples }) => samples.length > 0)
    .map(({ name, help, type, samples }) =>
      [
        `# HELP ${name} ${help.replaceAll('\\', '\\\\').replaceAll('\n', '\\n')}`,
        `# TYPE ${name} ${type}`,
        ...samples.map(({ suffix = '', labels = {}, value }) => `${name}${suffix}${labelText(labels)} ${value}`),
        '',
      ].join('\n'),
    )
    .join('')
}

function labelText(labels: Readonly<Record<string, string>>): string {
  const parts = Object.entries(labels).map(([name, value]) => `${name}="${escaped(value)}"`)
  return parts.length === 0 ? '' : `{${parts.join(',')}}`
}

const escaped = (value: string) => value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')
