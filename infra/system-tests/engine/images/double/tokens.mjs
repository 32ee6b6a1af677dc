// Tokens as a stack's services verify them.
import { createHmac, timingSafeEqual } from 'node:crypto'

/** The claims of a token that is signed with HS256 under a secret and has not expired. */
export function claims(token, secret) {
  const parts = token.split('.')
  if (parts.length !== 3) {
    throw new Error('it does not have three parts')
  }
  const [header, body] = parts.slice(0, 2).map((part) => JSON.parse(Buffer.from(part, 'base64url')))
  if (header.alg !== 'HS256') {
    throw new Error(`it is signed with ${header.alg}`)
  }
  const signed = createHmac('sha256', secret).update(`${parts[0]}.${parts[1]}`).digest()
  const given = Buffer.from(parts[2], 'base64url')
  if (signed.length !== given.length || !timingSafeEqual(signed, given)) {
    throw new Error('its signature is wrong')
  }
  if (body.exp !== undefined && body.exp <= Date.now() / 1000) {
    throw new Error('it has expired')
  }
  return body
}

/** The claims of the bearer of a request; an error has the status to answer. */
export function bearer(request, secret) {
  const found = /^Bearer (\S+)$/.exec(request.headers.authorization ?? '')
  if (found === null) {
    throw Object.assign(new Error('no bearer token'), { status: 401 })
  }
  try {
    return claims(found[1], secret)
  } catch (error) {
    throw Object.assign(error, { status: 401 })
  }
}

/** The role a request asks for: its token's, or another where it brings none. */
export function roleOf(request, secret, without) {
  return (request.headers.authorization ?? '') === '' ? without : bearer(request, secret).role
}
