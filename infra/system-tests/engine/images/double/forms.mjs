// Forms of variables. Each is a function that returns what is wrong with a value, or nothing.
import { claims, verifier } from './tokens.mjs'

export const text = (value) => (value.trim() === '' ? 'is empty' : undefined)

export const is = (wanted) => (value) => (value === wanted ? undefined : `is not ${wanted}`)

export const integer = (value) => (/^[0-9]+$/.test(value) ? undefined : 'is no integer')

export const decimal = (value) => (/^[0-9]+([.][0-9]+)?$/.test(value) ? undefined : 'is no number')

export const boolean = (value) => (/^(true|false)$/.test(value) ? undefined : 'is neither true nor false')

export const url = (value) => {
  try {
    return /^https?:$/.test(new URL(value).protocol) ? undefined : 'is no address over HTTP'
  } catch {
    return 'is no address'
  }
}

export const atLeast = (length) => (value) =>
  value.length >= length ? undefined : `is shorter than ${length} characters`

export const exactly = (length) => (value) =>
  value.length === length ? undefined : `does not have ${length} characters`

export const names = (value) =>
  value.split(',').every((name) => /^[A-Za-z_][A-Za-z0-9_]*$/.test(name.trim())) ? undefined : 'is no list of names'

/** The address of a database, for one role, with a password. */
export const login = (schemes, role, database) => (value) => {
  let address
  try {
    address = new URL(value)
  } catch {
    return 'is no address of a database'
  }
  if (!schemes.includes(address.protocol.slice(0, -1))) {
    return `does not begin with ${schemes.join(' or ')}`
  }
  if (decodeURIComponent(address.username) !== role || address.password === '') {
    return `does not log in as ${role} with a password`
  }
  return address.pathname === `/${database}` ? undefined : `does not name the database ${database}`
}

/** A token of the stack for a role: under the secret in another variable, or a key of the set in a third. */
export const token = (role, secret, set) => (value, environment) => {
  try {
    const found = claims(value, verifier(environment[secret] ?? '', environment[set]))
    return found.role === role ? undefined : `is a token of ${found.role}, not of ${role}`
  } catch (error) {
    return `is no token under ${secret}: ${error.message}`
  }
}

/** What opens the project's gateway for a role: an opaque key of its kind, or a token. */
export const opener = (role, kind, secret) => (value, environment) =>
  value.startsWith(`sb_${kind}_`) ? undefined : token(role, secret)(value, environment)

const PRIVATE = ['d', 'p', 'q', 'dp', 'dq', 'qi']

const complete = (key) => [key.kid, key.kty, key.alg].every((field) => typeof field === 'string')

/** A JWK set that verifies: complete keys, without anything private of those that have a public part. */
export const jwks = (value) => {
  try {
    const { keys } = JSON.parse(value)
    return keys.every((key) => complete(key) && PRIVATE.every((field) => key[field] === undefined))
      ? undefined
      : 'has a key that is incomplete or private'
  } catch {
    return 'is no JWK set'
  }
}

/** Keys of which exactly one signs, by what GoTrue looks at. */
export const signers = (value) => {
  try {
    const keys = JSON.parse(value)
    const signing = keys.filter((key) => key.key_ops.includes('sign'))
    return keys.every(complete) && signing.length === 1 ? undefined : 'does not have complete keys with one that signs'
  } catch {
    return 'is no list of keys'
  }
}

/** A JSON object from names to opaque keys. */
export const keys = (prefix) => (value) => {
  try {
    const all = Object.values(JSON.parse(value))
    return all.every((key) => key.startsWith(prefix)) ? undefined : `has a key that does not begin with ${prefix}`
  } catch {
    return 'is no JSON object of keys'
  }
}

export const differsFrom = (other) => (value, environment) =>
  value === environment[other] ? `is the same as ${other}` : undefined

export const all = (...forms) => (value, environment) => {
  for (const form of forms) {
    const wrong = form(value, environment)
    if (wrong !== undefined) {
      return wrong
    }
  }
}

/** May be missing; but when it is there it has the form. */
export const optional = (form) => Object.assign((value, environment) => form(value, environment), { optional: true })

/** What is wrong with an environment. Values are not repeated: they may be secret. */
export function complaints(requires, environment) {
  return Object.entries(requires).flatMap(([name, form]) => {
    const value = environment[name]
    if (value === undefined) {
      return form.optional ? [] : [`${name} is missing`]
    }
    const wrong = form(value, environment)
    return wrong === undefined ? [] : [`${name} ${wrong}`]
  })
}
