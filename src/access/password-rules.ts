import { refuse } from '../vocabulary/refusals/index.ts'
import { privilegedRoles, type Role } from './actions.ts'
import type { SecurityPolicy } from './security/policy.ts'

/**
 * Two sets of rules, of which an office chooses one:
 * `modern`, OWASP ASVS 5.0, 6.2 and NIST SP 800-63B: length and a block list, no forced mixture, no forced rotation;
 * `protected`, GB/T 22239-2019 8.1.4.1 a): 身份鉴别信息具有复杂度要求并定期更换. How complex and how often the standard leaves
 * open; three kinds of signs is what assessments usually look for, the days are the office's own.
 */
export type PasswordProfile = SecurityPolicy['passwords']

// ASVS 5.0, 6.2.1: at least eight; who has more rights has more to lose.
const least = { privileged: 12, others: 8 }
/** ASVS 5.0, 6.2.9 asks for at least 64; beyond this a password is a way of keeping the server busy. */
const MOST = 200
const KINDS_OF_SIGNS = 3
/** How many earlier passwords are not taken again under the rules of 等保. */
export const HISTORY = 5

/** The least length for somebody of these roles, in characters. */
export const passwordLeast = (held: readonly Role[]): number =>
  held.some((role) => privilegedRoles.has(role)) ? least.privileged : least.others

/** What a person is told beside the field. */
export const passwordHint = (profile: PasswordProfile, held: readonly Role[], rotationDays: number): string =>
  profile === 'protected'
    ? `至少 ${passwordLeast(held)} 个字符，大写字母、小写字母、数字、符号中至少三种；每 ${rotationDays} 天更换，不与前 ${HISTORY} 次相同。`
    : `至少 ${passwordLeast(held)} 个字符，可以是一句只有自己知道的话；不强制混用大小写和符号。`

const kinds = [/\p{Lu}/u, /\p{Ll}/u, /\p{Nd}/u, /[^\p{Lu}\p{Ll}\p{Nd}\s]/u]

/**
 * Refuses `access.password-too-short`, `-too-long`, `-has-login`, `-common` under both sets of rules, and `-too-plain`
 * under `protected`.
 */
export async function requireGoodPassword(
  password: string,
  of: { login: string; roles: readonly Role[]; profile: PasswordProfile },
): Promise<void> {
  const signs = [...password].length
  const shortest = passwordLeast(of.roles)
  if (signs < shortest) throw refuse('access.password-too-short', { least: shortest })
  if (signs > MOST) throw refuse('access.password-too-long', { most: MOST })
  const folded = password.toLowerCase()
  if (folded.includes(of.login.toLowerCase())) throw refuse('access.password-has-login')
  if (isGuessable(folded) || (await isListed(folded))) throw refuse('access.password-common')
  if (of.profile === 'protected' && kinds.filter((kind) => kind.test(password)).length < KINDS_OF_SIGNS)
    throw refuse('access.password-too-plain', { kinds: KINDS_OF_SIGNS })
}

// What whoever knows the office tries first: its trade with a number behind, rows of the keyboard, one sign again and again.
const words =
  /^(zhengwu|xinmeiti|zhengfu|gongkai|jianguan|shenpi|bangongshi|govmedia|admin|administrator|guanliyuan|password|passw0rd|p@ssw0rd|mima|woaini|huanying|welcome|qwer|qwerty|asdf|abc|abcd|aa|a|test)+[\d\W_]*$/
const rows = ['01234567890', 'qwertyuiop', 'asdfghjkl', 'zxcvbnm', 'abcdefghijklmnopqrstuvwxyz', '1qaz2wsx3edc4rfv5tgb']
const RUN = 4

function isGuessable(folded: string): boolean {
  if (new Set(folded).size < 4) return true
  if (words.test(folded)) return true
  if (/^(19|20)\d{6}$|^1[3-9]\d{9}$|^\d{17}[\dx]$/.test(folded)) return true
  return isRuns(folded)
}

// Pieces of rows and nothing else: 1234qwer, asdf4321.
function isRuns(folded: string): boolean {
  let at = 0
  while (at < folded.length) {
    const next = longestRun(folded.slice(at))
    if (next < RUN) return false
    at += next
  }
  return true
}

function longestRun(text: string): number {
  for (let size = text.length; size >= RUN; size--) {
    const piece = text.slice(0, size)
    const back = [...piece].toReversed().join('')
    if (rows.some((row) => row.includes(piece) || row.includes(back))) return size
  }
  return 0
}

// The list of zxcvbn-ts: some 50,000 passwords out of leaks, 18,000 of them of eight signs and more (ASVS 5.0, 6.2.4).
let listed: Promise<ReadonlySet<string>> | undefined
const isListed = async (folded: string): Promise<boolean> => {
  listed ??= import('@zxcvbn-ts/language-common').then(({ dictionary }) => new Set(dictionary['passwords-common']))
  return (await listed).has(folded)
}
