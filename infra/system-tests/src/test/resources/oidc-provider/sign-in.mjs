// People who sign in with accounts at an OpenID Connect issuer, by unmodified supabase-js: each step prints one JSON object, {step, ...}.
// The issuer runs in this very process; the browser follows addresses, keeps cookies and fills in its two forms.
import { createHash, randomBytes } from 'node:crypto'
import { createClient } from '@supabase/supabase-js'
import ws from 'ws'
import { app } from './issuer.mjs'

const { RICKYARD_URL: url, PUBLISHABLE_KEY: key, SECRET_KEY: secret, ISSUER: issuer } = process.env

const tell = (step, said) => console.log(JSON.stringify({ step, ...said }))

// From one address the gateway takes five sign-ins a second.
const pace = () => new Promise((resolve) => setTimeout(resolve, 450))

/** Goes from an address to the first one that begins so, as somebody who signs in at the issuer. */
async function travel(from, until, login) {
  await pace()
  const jars = new Map()
  let request = { address: from, options: {} }
  for (let steps = 0; steps < 20; steps++) {
    const { origin } = new URL(request.address)
    const jar = jars.get(origin) ?? new Map()
    jars.set(origin, jar)
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
    const answer = await fetch(request.address, { ...request.options, redirect: 'manual', headers: { ...request.options.headers, cookie } })
    for (const line of answer.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line)
      jar.set(name, value)
    }
    const location = answer.headers.get('location')
    if (location) {
      const address = new URL(location, request.address).href
      if (address.startsWith(until)) return new URL(address)
      request = { address, options: {} }
      continue
    }
    const page = await answer.text()
    const form = /action="([^"]+)"/.exec(page)?.[1]
    const prompt = /name="prompt" value="([^"]+)"/.exec(page)?.[1]
    if (!form || !prompt) throw new Error(`${request.address} answered ${answer.status}: ${page}`)
    request = {
      address: new URL(form, request.address).href,
      options: { method: 'POST', body: new URLSearchParams({ prompt, login, password: 'any' }), headers: {} },
    }
  }
  throw new Error(`${from} leads nowhere`)
}

function client(flowType) {
  const kept = new Map()
  const storage = { getItem: (name) => kept.get(name) ?? null, setItem: (name, value) => void kept.set(name, value), removeItem: (name) => void kept.delete(name) }
  return createClient(url, key, { auth: { persistSession: true, autoRefreshToken: false, detectSessionInUrl: false, storage, flowType }, realtime: { transport: ws } })
}

async function does(call) {
  await pace()
  const { data, error } = await call()
  return { data, error: error ? { name: error.name, code: error.code, status: error.status, message: error.message } : null }
}

async function good(call) {
  const { data, error } = await does(call)
  if (error) throw new Error(`${call}: ${JSON.stringify(error)}`)
  return data
}

const home = `${url}/`
const names = async (someone) => (await good(() => someone.auth.getUserIdentities())).identities.map(({ provider: name }) => name)
const options = { redirectTo: home, skipBrowserRedirect: true }

// Somebody new, with a challenge.
const ann = client('pkce')
const begun = await good(() => ann.auth.signInWithOAuth({ provider: 'company', options: { ...options, scopes: 'profile', queryParams: { prompt: 'login' } } }))
const back = await travel(begun.url, `${url}/?`, 'ann')
const signedIn = await good(() => ann.auth.exchangeCodeForSession(back.searchParams.get('code')))
tell('signed-in', { user: signedIn.user, token: signedIn.session.access_token.split('.').length, fragment: back.hash, provider_token: signedIn.session.provider_token ?? null })
await good(() => ann.auth.signInWithOAuth({ provider: 'company', options })) // or auth-js would have no verifier and ask nobody
tell('again', await does(() => ann.auth.exchangeCodeForSession(back.searchParams.get('code'))))
tell('claims', { claims: (await good(() => ann.auth.getClaims())).claims })
tell('identities', { names: await names(ann) })
tell('last', await does(async () => ann.auth.unlinkIdentity((await good(() => ann.auth.getUserIdentities())).identities[0])))

// The same person without one.
const anywhere = client('implicit')
const implicit = await good(() => anywhere.auth.signInWithOAuth({ provider: 'company', options }))
const fragment = new URLSearchParams((await travel(implicit.url, `${url}/#`, 'ann')).hash.slice(1))
const set = await good(() => anywhere.auth.setSession({ access_token: fragment.get('access_token'), refresh_token: fragment.get('refresh_token') }))
tell('implicit', { same: set.user.id === signedIn.user.id })

// Somebody whose address nobody has verified.
const mallory = client('pkce')
const refused = await travel((await good(() => mallory.auth.signInWithOAuth({ provider: 'company', options }))).url, `${url}/?`, 'mallory')
tell('unverified', { code: refused.searchParams.get('error_code'), error: refused.searchParams.get('error'), fragment: refused.hash.includes('error_code') })

// Somebody with a password links and unlinks.
const admin = createClient(url, secret, { auth: { persistSession: false }, realtime: { transport: ws } }).auth.admin
const password = 'a goat on the roof'
await good(() => admin.createUser({ email: 'bob@elsewhere.example.com', password }))
const bob = client('pkce')
await good(() => bob.auth.signInWithPassword({ email: 'bob@elsewhere.example.com', password }))
const linking = await good(() => bob.auth.linkIdentity({ provider: 'company', options }))
const linked = await travel(linking.url, `${url}/?`, 'bob')
tell('before', { names: await names(bob) })
await good(() => bob.auth.exchangeCodeForSession(linked.searchParams.get('code')))
tell('linked', { names: await names(bob), email: (await good(() => bob.auth.getUser())).user.email })
const taken = client('pkce')
await good(() => taken.auth.signInWithPassword({ email: 'bob@elsewhere.example.com', password }))
const again = await travel((await good(() => taken.auth.linkIdentity({ provider: 'company', options }))).url, `${url}/?`, 'ann')
tell('taken', { code: again.searchParams.get('error_code') })
const { identities } = await good(() => bob.auth.getUserIdentities())
tell('unlinked', await does(() => bob.auth.unlinkIdentity(identities.find((identity) => identity.provider === 'company'))))
tell('after', { names: await names(bob) })

// A program that got an ID token by itself.
const nonce = randomBytes(16).toString('hex')
const verifier = randomBytes(32).toString('base64url')
const challenge = createHash('sha256').update(verifier).digest('base64url')
const wanted = new URLSearchParams({
  client_id: 'app', redirect_uri: app, response_type: 'code', scope: 'openid email', code_challenge: challenge, code_challenge_method: 'S256',
  nonce: createHash('sha256').update(nonce).digest('hex'),
})
const granted = await travel(`${issuer}/auth?${wanted}`, app, 'ann')
const tokens = await (await fetch(`${issuer}/token`, {
  method: 'POST',
  body: new URLSearchParams({ client_id: 'app', grant_type: 'authorization_code', code: granted.searchParams.get('code'), redirect_uri: app, code_verifier: verifier }),
})).json()
const brought = { provider: 'company', token: tokens.id_token, access_token: tokens.access_token }
tell('wrong-nonce', await does(() => client('pkce').auth.signInWithIdToken({ ...brought, nonce: 'another' })))
const byToken = await good(() => client('pkce').auth.signInWithIdToken({ ...brought, nonce }))
tell('id-token', { same: byToken.user.id === signedIn.user.id })
tell('off', await does(() => client('pkce').auth.signInWithIdToken({ ...brought, provider: 'google', nonce })))
tell('end', {})
process.exit(0)
