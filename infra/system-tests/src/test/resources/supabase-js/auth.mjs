// Somebody's whole life with an account, by unmodified supabase-js: each step prints one JSON object, {step, ...}.
import { createHmac } from 'node:crypto'
import { createClient } from '@supabase/supabase-js'
import ws from 'ws'

const { RICKYARD_URL: url, PUBLISHABLE_KEY: key, SECRET_KEY: secret, RICKYARD_TOKEN: token } = process.env

const tell = (step, said) => console.log(JSON.stringify({ step, ...said }))

function client(shown, auth = {}) {
  const kept = new Map()
  const storage = { getItem: (name) => kept.get(name) ?? null, setItem: (name, value) => void kept.set(name, value), removeItem: (name) => void kept.delete(name) }
  return createClient(url, shown, { auth: { persistSession: true, autoRefreshToken: false, detectSessionInUrl: false, storage, ...auth }, realtime: { transport: ws } })
}

// From one address the gateway takes five sign-ins a second.
const pace = () => new Promise((resolve) => setTimeout(resolve, 260))

async function does(call) {
  await pace()
  const { data, error } = await call()
  return { data, error: error ? { name: error.name, code: error.code, status: error.status, reasons: error.reasons } : null }
}

async function good(call) {
  const { data, error } = await does(call)
  if (error) throw new Error(`${call}: ${JSON.stringify(error)}`)
  return data
}

async function mail(to) {
  const answer = await fetch(`${url}/v1/mails?limit=100`, { headers: { authorization: `Bearer ${token}` } })
  const { data } = await answer.json()
  const newest = data.find((message) => message.to === to)
  if (!newest) throw new Error(`No mail to ${to}: ${JSON.stringify(data.map((message) => message.to))}`)
  return newest.text
}

const code = async (to) => /\n(\d{6})\n/.exec(await mail(to))[1]
const link = async (to) => /(http\S+\/verify\S+)/.exec(await mail(to))[1]

async function follow(address) {
  await pace()
  const answer = await fetch(address, { redirect: 'manual' })
  return answer.headers.get('location')
}

function totp(secret32, at = Date.now()) {
  let bits = ''
  for (const letter of secret32) bits += 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0')
  const bytes = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)))
  const step = Buffer.alloc(8)
  step.writeBigUInt64BE(BigInt(Math.floor(at / 30000)))
  const hash = createHmac('sha1', bytes).update(step).digest()
  return String((hash.readUInt32BE(hash[19] & 15) & 0x7fffffff) % 1000000).padStart(6, '0')
}

const password = 'a goat on the roof'
const admin = client(secret, { persistSession: false }).auth.admin

// From signing up to signing out.
const ann = client(key)
const email = 'ann@example.com'
const signedUp = await good(() => ann.auth.signUp({ email, password, options: { data: { name: 'Ann', role: 'owner' } } }))
tell('sign-up', { session: signedUp.session, user: signedUp.user })
tell('again', await does(() => client(key).auth.signUp({ email: 'admin@rickyard.local', password })))
tell('unconfirmed', await does(() => client(key).auth.signInWithPassword({ email, password })))
tell('weak', await does(() => client(key).auth.signUp({ email: 'weak@example.com', password: 'P@ssw0rd' })))
tell('wrong-code', await does(() => ann.auth.verifyOtp({ email, token: '000000', type: 'signup' })))
const confirmed = await good(async () => ann.auth.verifyOtp({ email, token: await code(email), type: 'signup' }))
tell('confirmed', { user: confirmed.user, session: Boolean(confirmed.session) })
tell('wrong-password', await does(() => client(key).auth.signInWithPassword({ email, password: 'wrong' })))
tell('updated', await does(() => ann.auth.updateUser({ data: { name: 'Ann B.' } })))
tell('same-password', await does(() => ann.auth.updateUser({ password })))
tell('claims', { claims: (await good(() => ann.auth.getClaims())).claims })
const before = (await ann.auth.getSession()).data.session
const refreshed = await good(() => ann.auth.refreshSession())
tell('refreshed', { other: refreshed.session.refresh_token !== before.refresh_token })
tell('no-refresh-token', await does(() => client(key).auth.refreshSession({ refresh_token: 'abcdefghijkl' })))
await good(() => ann.auth.reauthenticate())
tell('wrong-nonce', await does(() => ann.auth.updateUser({ password: 'another goat there', nonce: '000000' })))
tell('nonce', await does(async () => ann.auth.updateUser({ password: 'another goat there', nonce: await code(email) })))
const elsewhere = client(key)
await good(() => elsewhere.auth.signInWithPassword({ email, password: 'another goat there' }))
tell('sign-out-others', await does(() => ann.auth.signOut({ scope: 'others' })))
tell('ended-elsewhere', await does(() => elsewhere.auth.getUser()))
tell('sign-out', await does(() => ann.auth.signOut()))
tell('signed-out', await does(() => ann.auth.getUser()))

// One-time codes, for a known and an unknown address.
tell('otp', await does(() => client(key).auth.signInWithOtp({ email, options: { shouldCreateUser: false } })))
tell('otp-unknown', await does(() => client(key).auth.signInWithOtp({ email: 'nobody@example.com', options: { shouldCreateUser: false } })))
const byCode = client(key)
tell('otp-verified', { user: (await good(async () => byCode.auth.verifyOtp({ email, token: await code(email), type: 'email' }))).user.email })
tell('otp-used', await does(async () => client(key).auth.verifyOtp({ email, token: await code(email), type: 'email' })))

// Another address, once both agree.
await good(() => byCode.auth.updateUser({ email: 'ann.new@example.com' }))
tell('half', await does(async () => byCode.auth.verifyOtp({ email, token: await code(email), type: 'email_change' })))
const moved = await good(async () => byCode.auth.verifyOtp({ email: 'ann.new@example.com', token: await code('ann.new@example.com'), type: 'email_change' }))
tell('moved', { email: moved.user.email })

// A lost password, with PKCE; a page that did not begin the flow gets nothing.
const pkce = client(key, { flowType: 'pkce' })
await good(() => pkce.auth.resetPasswordForEmail('ann.new@example.com', { redirectTo: 'https://evil.example/' }))
const location = await follow(await link('ann.new@example.com'))
tell('followed', { location })
const flow = new URL(location).searchParams.get('code')
const exchanged = await good(() => pkce.auth.exchangeCodeForSession(flow))
tell('exchanged', { email: exchanged.user.email })
tell('recovered', await does(() => pkce.auth.updateUser({ password: 'a sheep in the barn' })))
const thief = client(key, { flowType: 'pkce' })
await good(() => thief.auth.signInWithOtp({ email: 'thief@example.com', options: { shouldCreateUser: false } }))
await good(() => pkce.auth.resetPasswordForEmail('ann.new@example.com'))
const stolen = new URL(await follow(await link('ann.new@example.com'))).searchParams.get('code')
tell('stolen', await does(() => thief.auth.exchangeCodeForSession(stolen)))
tell('spent', await does(() => pkce.auth.exchangeCodeForSession(stolen)))

// A second factor.
const two = client(key)
await good(() => two.auth.signInWithPassword({ email: 'ann.new@example.com', password: 'a sheep in the barn' }))
const enrolled = await good(() => two.auth.mfa.enroll({ factorType: 'totp', friendlyName: 'phone' }))
tell('enrolled', { picture: enrolled.totp.qr_code.slice(0, 30), uri: enrolled.totp.uri })
const challenge = await good(() => two.auth.mfa.challenge({ factorId: enrolled.id }))
tell('wrong-totp', await does(() => two.auth.mfa.verify({ factorId: enrolled.id, challengeId: challenge.id, code: '000000' })))
await good(() => two.auth.mfa.challengeAndVerify({ factorId: enrolled.id, code: totp(enrolled.totp.secret) }))
tell('aal2', { level: await good(() => two.auth.mfa.getAuthenticatorAssuranceLevel()) })
const one = client(key)
await good(() => one.auth.signInWithPassword({ email: 'ann.new@example.com', password: 'a sheep in the barn' }))
tell('aal1', { level: await good(() => one.auth.mfa.getAuthenticatorAssuranceLevel()) })
tell('insufficient', await does(() => one.auth.updateUser({ password: 'whatever it may be' })))
const exchange = await fetch(`${url}/v1/profile`, { headers: { authorization: `Bearer ${(await one.auth.getSession()).data.session.access_token}` } })
tell('api', { status: exchange.status })
tell('factors', { verified: (await good(() => two.auth.mfa.listFactors())).totp.length })
tell('unenrolled', await does(() => two.auth.mfa.unenroll({ factorId: enrolled.id })))

// What administrators do, and others may not.
const made = await good(() => admin.createUser({ email: 'bob@example.com', password, email_confirm: true, app_metadata: { plan: 'pro' } }))
tell('created', { user: made.user })
tell('created-again', await does(() => admin.createUser({ email: 'bob@example.com', password })))
tell('listed', { count: (await good(() => admin.listUsers({ page: 1, perPage: 50 }))).users.length })
await good(() => admin.updateUserById(made.user.id, { user_metadata: { name: 'Bob' } }))
tell('read', { name: (await good(() => admin.getUserById(made.user.id))).user.user_metadata.name })
const generated = await good(() => admin.generateLink({ type: 'magiclink', email: 'bob@example.com' }))
tell('generated', { type: generated.properties.verification_type, user: generated.user.email })
const bob = client(key)
const bobs = await good(() => bob.auth.verifyOtp({ token_hash: generated.properties.hashed_token, type: 'magiclink' }))
tell('by-link', { user: bobs.user.email })
tell('bobs-factors', { factors: (await good(() => admin.mfa.listFactors({ userId: made.user.id }))).factors })
tell('ended-by-admin', await does(() => admin.signOut(bobs.session.access_token, 'global')))
tell('bob-is-out', await does(() => bob.auth.getUser()))
tell('invited', { user: (await good(() => admin.inviteUserByEmail('carol@example.com'))).user.email })
tell('carol', { user: (await good(async () => client(key).auth.verifyOtp({ email: 'carol@example.com', token: await code('carol@example.com'), type: 'invite' }))).user.email })
tell('deleted', await does(() => admin.deleteUser(made.user.id)))
tell('unknown', await does(() => admin.getUserById(made.user.id)))
tell('not-admin', await does(async () => client((await two.auth.getSession()).data.session.access_token).auth.admin.listUsers()))

// Nobody in particular.
const anonymous = client(key)
tell('anonymous', { user: (await good(() => anonymous.auth.signInAnonymously())).user })
tell('phone', await does(() => client(key).auth.signInWithOtp({ phone: '+491234567' })))
tell('end', {})
