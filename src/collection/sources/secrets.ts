import type { Deps } from '../../access/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import type { Look, Source } from './contract.ts'
import { nothingSeen } from './replies.ts'

/** A target's credentials as kept. */
export type Sealed = { secretsKey: Buffer | null; secrets: Buffer | null }
type Place = { districtId: string; targetId: string }

const contextOf = ({ districtId, targetId }: Place) => `${districtId}/collection-target/${targetId}`

/** Exactly the credentials a source asks for, none empty. Refuses `sources.secrets-missing`, which never repeats what was typed. */
export function toldSecrets(
  source: Pick<Source, 'secrets'>,
  given: Readonly<Record<string, string>>,
): Record<string, string> {
  const asked = Object.entries(source.secrets)
  const missing = asked.filter(([name]) => !given[name]?.trim()).map(([, label]) => label)
  const tooLong = asked.filter(([name]) => (given[name]?.length ?? 0) > 2000).map(([, label]) => label)
  if (missing.length + tooLong.length > 0)
    throw refuse('sources.secrets-missing', { names: [...missing, ...tooLong].join('、') })
  return Object.fromEntries(asked.map(([name]) => [name, given[name]?.trim() ?? '']))
}

/** Columns of a target for its credentials; none where a source asks for none. */
export function sealSecrets(
  { vault }: Pick<Deps, 'vault'>,
  place: Place,
  secrets: Readonly<Record<string, string>>,
): { secrets_key: Buffer | null; secrets: Buffer | null } {
  if (Object.keys(secrets).length === 0) return { secrets_key: null, secrets: null }
  const { wrappedKey, sealed } = vault.sealBytes(Buffer.from(JSON.stringify(secrets)), contextOf(place))
  return { secrets_key: wrappedKey, secrets: sealed }
}

/** Opens a target's credentials for one look: none where none are kept, or where they can't be read (another key, another place). */
export function openSecrets(
  { vault }: Pick<Deps, 'vault'>,
  place: Place,
  { secretsKey, secrets }: Sealed,
): { secrets: Readonly<Record<string, string>> } | { missing: string } {
  if (!secretsKey || !secrets) return { missing: '未填写凭据' }
  try {
    const opened = vault.openBytes({ wrappedKey: secretsKey, sealed: secrets }, contextOf(place))
    return { secrets: JSON.parse(opened.toString('utf8')) }
  } catch {
    // One that can't be read doesn't stand in the way of the others of its batch.
    return { missing: '凭据无法读取，请更换' }
  }
}

/** True where a text holds a credential, as it stands or as JSON writes it. */
export const holdsSecret = (text: string, secrets: readonly string[]): boolean =>
  secrets.some(
    (secret) => secret.length >= 6 && (text.includes(secret) || text.includes(JSON.stringify(secret).slice(1, -1))),
  )

/** What a look may leave behind: nothing of one that holds a credential, wherever the other side put it (an error text, a title). */
export function withoutSecrets(look: Look, secrets: readonly string[], before: Look['memory']): Look {
  if (secrets.length === 0) return look
  return holdsSecret(JSON.stringify(look), secrets) ? nothingSeen('malformed', '应答中含有凭据，未保存', before) : look
}
