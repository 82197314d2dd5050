import type { FindingKind, Silenced, TextFinding } from './model.ts'

const GRAVITY = { block: 0, confirm: 1, advise: 2 } as const

// Where two checks speak of the same words: what names a person or a secret is said first, then what a list knows by the
// word, then rules, then what the typo engine guesses.
const ORDER: readonly FindingKind[] = [
  'secrecy',
  'privacy',
  'link',
  'document-number',
  'date',
  'number',
  'lexicon',
  'character',
  'punctuation',
  'grammar',
  'typo',
]

/** Kinds that say how a word is written; a name is written as its owner writes it. */
const SPELLING: ReadonlySet<FindingKind> = new Set(['lexicon', 'typo', 'grammar', 'character', 'punctuation'])
/** What is a number or an address of this kind is nothing else beside. */
const WHOLE: ReadonlySet<FindingKind> = new Set(['secrecy', 'privacy', 'link', 'document-number'])

/** More than anybody goes through; the gravest are kept. */
export const MOST_FINDINGS = 5_000

/** Findings in the order of the text, each place spoken of once, without what names and reviewers let stand. */
export function settled(found: readonly TextFinding[], text: string, silenced?: Silenced): TextFinding[] {
  const kept = new Places()
  for (const one of found.toSorted(byWeight)) {
    if (kept.all.length >= MOST_FINDINGS) break
    if (!isSilenced(one, text, silenced) && !kept.near(one).some((graver) => speaksOf(graver, one))) kept.add(one)
  }
  return kept.all.sort((a, b) => a.start - b.start || a.end - b.end)
}

const byWeight = (a: TextFinding, b: TextFinding) =>
  GRAVITY[a.severity] - GRAVITY[b.severity] ||
  ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind) ||
  b.end - b.start - (a.end - a.start) ||
  a.start - b.start

/** The graver finding already speaks of this place: all of it, or, where a typo is guessed, any of it. */
function speaksOf(graver: TextFinding, one: TextFinding): boolean {
  const alike = SPELLING.has(graver.kind) ? SPELLING.has(one.kind) : graver.kind === one.kind
  if (!alike && !WHOLE.has(graver.kind)) return false
  if (one.kind === 'typo') return graver.start < one.end && one.start < graver.end
  return graver.start <= one.start && one.end <= graver.end
}

/** Findings by where they stand: a text of 100,000 characters may have as many. */
class Places {
  readonly all: TextFinding[] = []
  private readonly byStretch = new Map<number, TextFinding[]>()

  add(one: TextFinding): void {
    this.all.push(one)
    for (let stretch = one.start >> 8; stretch <= one.end >> 8; stretch++) {
      const there = this.byStretch.get(stretch)
      if (there) there.push(one)
      else this.byStretch.set(stretch, [one])
    }
  }

  near({ start, end }: TextFinding): readonly TextFinding[] {
    const first = this.byStretch.get(start >> 8) ?? []
    return start >> 8 === end >> 8 ? first : [...first, ...(this.byStretch.get(end >> 8) ?? [])]
  }
}

function isSilenced(one: TextFinding, text: string, silenced: Silenced | undefined): boolean {
  if (silenced === undefined || one.severity === 'block') return false
  if (silenced.ignored.some(({ rule, observed }) => rule === one.rule && observed === one.observed)) return true
  // Words that a reviewer let stand although a list has them are no typo either.
  const stands = ({ rule, observed }: Silenced['ignored'][number]) =>
    /^(lexicon:|typo)/.test(rule) && standsIn(observed, one, text)
  if (one.kind === 'typo' && silenced.ignored.some(stands)) return true
  return SPELLING.has(one.kind) && silenced.names.some((name) => standsIn(name, one, text))
}

/** The words of the finding belong to this name; a guess at a typo is unsaid where it touches the name. */
function standsIn(name: string, { start, end, kind }: TextFinding, text: string): boolean {
  const touching = kind === 'typo'
  const from = Math.max(0, touching ? start - name.length + 1 : end - name.length)
  const to = touching ? end + name.length - 1 : start + name.length
  return name.length > 0 && text.slice(from, to).includes(name)
}
