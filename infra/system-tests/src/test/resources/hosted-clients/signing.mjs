// Rotates a project's signing keys with the unmodified supabase-management-js, and tells after each change what the
// project's services answer to tokens of each key.
import { createHmac, createPrivateKey, randomUUID, sign } from 'node:crypto'
import { request } from 'node:http'
import { setTimeout } from 'node:timers/promises'
import { SupabaseManagementAPI } from 'supabase-management-js'

const { RICKYARD_URL, RICKYARD_TOKEN, PROJECT, PROJECT_HOST, BROUGHT_KEY, JWT_SECRET, OPAQUE_KEY } = process.env
const api = new SupabaseManagementAPI({ accessToken: RICKYARD_TOKEN, baseUrl: RICKYARD_URL })
const tell = (step, content) => console.log(JSON.stringify({ step, ...content }))

async function use(step, asked) {
  try {
    const { status, data } = await asked
    tell(step, { status, data })
    return data
  } catch (error) {
    tell(step, { error: error.message })
  }
}

const ACCEPTED = /accepted as the task (\S+), whose end/

/** A change that renews services, which take longer than an answer where the machine is busy. */
async function change(step, asked, found) {
  try {
    const { status, data } = await asked
    tell(step, { status, data })
    return data
  } catch (error) {
    const task = ACCEPTED.exec(error.message)?.[1]
    if (task === undefined) {
      tell(step, { error: error.message })
      return undefined
    }
    const { state, error: failure } = await end(task)
    if (state !== 'succeeded') {
      tell(step, { error: `${state}: ${failure?.message}` })
      return undefined
    }
    return use(step, found())
  }
}

async function end(task) {
  const authorization = `Bearer ${RICKYARD_TOKEN}`
  for (;;) {
    const answer = await fetch(`${RICKYARD_URL}/v1/tasks/${task}`, { headers: { authorization } })
    const told = answer.status === 200 ? await answer.json() : {}
    if (told.ended_at !== undefined) {
      return told
    }
    await setTimeout(500)
  }
}

const key = id => () => api.getProjectSigningKey(PROJECT, id)
const keyInUse = async () => {
  const { status, data } = await api.getProjectSigningKeys(PROJECT)
  return { status, data: data.keys.find(({ status }) => status === 'in_use') }
}

const encoded = object => Buffer.from(JSON.stringify(object)).toString('base64url')
const claims = () => ({ sub: randomUUID(), role: 'authenticated', exp: Math.floor(Date.now() / 1000) + 3600 })

/** A user's token that somebody signs who has the key. */
function token(jwk) {
  const signed = `${encoded({ alg: 'ES256', typ: 'JWT', kid: jwk.kid })}.${encoded(claims())}`
  const key = createPrivateKey({ key: jwk, format: 'jwk' })
  return `${signed}.${sign('sha256', signed, { key, dsaEncoding: 'ieee-p1363' }).toString('base64url')}`
}

/** One under the secret that was made with the project, which names no key. */
function legacyToken() {
  const signed = `${encoded({ alg: 'HS256', typ: 'JWT' })}.${encoded(claims())}`
  return `${signed}.${createHmac('sha256', JWT_SECRET).update(signed).digest('base64url')}`
}

function ask(path, headers) {
  const { hostname, port } = new URL(RICKYARD_URL)
  return new Promise((resolve, reject) => {
    const asked = request({ hostname, port, path, headers: { host: PROJECT_HOST, ...headers } }, answer => {
      const parts = []
      answer.on('data', part => parts.push(part))
      answer.on('end', () => resolve({ status: answer.statusCode, body: Buffer.concat(parts).toString() }))
    })
    asked.on('error', reject).end()
  })
}

// What each service is asked with a user's token. Functions take an opaque key in its place, so they get none.
const SERVICES = {
  auth: ['/auth/v1/user', { apikey: OPAQUE_KEY }],
  rest: ['/rest/v1/things', { apikey: OPAQUE_KEY }],
  storage: ['/storage/v1/object/info/a/b', { apikey: OPAQUE_KEY }],
  realtime: ['/realtime/v1/api/broadcast', { apikey: OPAQUE_KEY }],
  functions: ['/functions/v1/hello', {}],
}

/** What every service answers to tokens: the role it takes somebody for, or its status. */
async function seen(step, tokens) {
  const answers = {}
  for (const [name, shown] of Object.entries(tokens)) {
    answers[name] = {}
    for (const [service, [path, headers]] of Object.entries(SERVICES)) {
      const authorization = shown === undefined ? {} : { authorization: `Bearer ${shown}` }
      const { status, body } = await ask(path, { ...headers, ...authorization })
      answers[name][service] = status === 200 ? JSON.parse(body).role : status
    }
  }
  const opaque = await ask('/rest/v1/things', { apikey: OPAQUE_KEY })
  const published = await ask('/auth/v1/.well-known/jwks.json', {})
  const { signs } = JSON.parse((await ask('/auth/v1/user', { apikey: OPAQUE_KEY })).body)
  tell(step, {
    ...answers,
    opaque: opaque.status === 200 ? JSON.parse(opaque.body).role : opaque.status,
    published: JSON.parse(published.body).keys?.map(({ kid }) => kid),
    secrets: /"(d|k)":/.test(published.body),
    signs,
  })
}

const legacy = await use('legacy', api.getLegacySigningKey(PROJECT))
await use('legacy again', api.createLegacySigningKey(PROJECT))

const first = JSON.parse(BROUGHT_KEY)
await change('create', api.createProjectSigningKey(PROJECT, { algorithm: 'ES256', private_jwk: first }), key(first.kid))
await seen('waiting', { first: token(first), legacy: legacyToken() })

await change('rotate', api.updateProjectSigningKey(PROJECT, first.kid, { status: 'in_use' }), key(first.kid))
await use('rotated keys', api.getProjectSigningKeys(PROJECT))
await seen('rotated', { first: token(first), legacy: legacyToken() })

await use('revoke too early', api.updateProjectSigningKey(PROJECT, legacy.id, { status: 'revoked' }))
await change('disable', api.updateProjectLegacyApiKeys(PROJECT, { enabled: false }), () => api.getProjectLegacyApiKeys(PROJECT))
await change('revoke legacy', api.updateProjectSigningKey(PROJECT, legacy.id, { status: 'revoked' }), key(legacy.id))
await seen('legacy revoked', { first: token(first), legacy: legacyToken() })
await use('enable too early', api.updateProjectLegacyApiKeys(PROJECT, { enabled: true }))

const made = api.createProjectSigningKey(PROJECT, { algorithm: 'ES256', status: 'in_use' })
const second = await change('create second', made, keyInUse)
await use('delete too early', api.removeProjectSigningKey(PROJECT, first.kid))
await change('revoke first', api.updateProjectSigningKey(PROJECT, first.kid, { status: 'revoked' }), key(first.kid))
await seen('first revoked', { first: token(first) })
await change('delete', api.removeProjectSigningKey(PROJECT, first.kid), () => api.getProjectSigningKeys(PROJECT))
await use('keys', api.getProjectSigningKeys(PROJECT))
await use('second', api.getProjectSigningKey(PROJECT, second?.id))
