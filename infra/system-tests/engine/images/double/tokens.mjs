// Tokens as a stack's services verify them.
import { createHmac, createPublicKey, timingSafeEqual, verify } from 'node:crypto'

const sameBytes = (one, other) => one.length === other.length && timingSafeEqual(one, other)

const underSecret = (secret, signed, given) => sameBytes(createHmac('sha256', secret).update(signed).digest(), given)

/** Whether a signature was made with a key, by the one algorithm that the key is for. */
function underKey(key, signed, given) {
  if (key.alg === 'HS256') {
    return underSecret(Buffer.from(key.k, 'base64url'), signed, given)
  }
  const known = createPublicKey({ key, format: 'jwk' })
  return verify('sha256', Buffer.from(signed), { key: known, dsaEncoding: 'ieee-p1363' }, given)
}

/**
 * What verifies a service's tokens: a secret, and the keys of a JWK set, each for the tokens that name it. Tokens that
 * name none of them are looked at with the secret; where there is none, with every key that it can be.
 */
export function verifier(secret, set) {
  return { secret, keys: set === undefined ? [] : JSON.parse(set).keys }
}

/** The claims of a token that was signed with what verifies, and has not expired. */
export function claims(token, { secret, keys }) {
  const parts = token.split('.')
  if (parts.length !== 3) {
    throw new Error('it does not have three parts')
  }
  const [header, body] = parts.slice(0, 2).map((part) => JSON.parse(Buffer.from(part, 'base64url')))
  const signed = `${parts[0]}.${parts[1]}`
  const given = Buffer.from(parts[2], 'base64url')
  const fitting = keys.filter((key) => key.alg === header.alg)
  const named = fitting.filter((key) => key.kid === header.kid)
  if (named.length === 0 && secret !== undefined && header.alg === 'HS256') {
    if (!underSecret(secret, signed, given)) {
      throw new Error('its signature is wrong')
    }
  } else {
    const tried = secret === undefined && header.kid === undefined ? fitting : named
    if (!tried.some((key) => underKey(key, signed, given))) {
      throw new Error(`no key for ${header.alg} called ${header.kid} has signed it`)
    }
  }
  if (body.exp !== undefined && body.exp <= Date.now() / 1000) {
    throw new Error('it has expired')
  }
  return body
}

/** The claims of the bearer of a request; an error has the status to answer. */
export function bearer(request, verifying) {
  const found = /^Bearer (\S+)$/.exec(request.headers.authorization ?? '')
  if (found === null) {
    throw Object.assign(new Error('no bearer token'), { status: 401 })
  }
  try {
    return claims(found[1], verifying)
  } catch (error) {
    throw Object.assign(error, { status: 401 })
  }
}

/** The role a request asks for: its token's, or another where it brings none. */
export function roleOf(request, verifying, without) {
  return (request.headers.authorization ?? '') === '' ? without : bearer(request, verifying).role
}
