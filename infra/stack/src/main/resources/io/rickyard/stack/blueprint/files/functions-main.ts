// Takes every call of an edge function. The first part of the path names the function: one that was
// deployed, which functions.json beside this program lists, or else the directory of that name in the
// volume. A call needs a token of this project, or one of its opaque keys, for which the gateway vouches
// in sb-api-key, unless its function does without; for those in the volume a functions.json there may
// say so: {"<name>": {"verify_jwt": false}}. secrets.json is what functions find in their environment
// beside the project's addresses and keys.

const FUNCTIONS = '/home/deno/functions'
const DEPLOYED = JSON.parse(await Deno.readTextFile(new URL('functions.json', import.meta.url)))
const SECRETS = JSON.parse(await Deno.readTextFile(new URL('secrets.json', import.meta.url)))
const VERIFY_JWT = Deno.env.get('VERIFY_JWT') === 'true'
const SECRET = await crypto.subtle.importKey(
  'raw',
  new TextEncoder().encode(Deno.env.get('JWT_SECRET')),
  { name: 'HMAC', hash: 'SHA-256' },
  false,
  ['verify'],
)
// The keys that sign tokens, once members have changed them; before that the secret is the only one.
const KEYS = JSON.parse(Deno.env.get('JWT_JWKS') ?? '{"keys":[]}').keys
const METHODS: Record<string, { name: string; hash: string; namedCurve?: string }> = {
  HS256: { name: 'HMAC', hash: 'SHA-256' },
  ES256: { name: 'ECDSA', hash: 'SHA-256', namedCurve: 'P-256' },
  RS256: { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' },
}
// Functions may read the project's keys, and never what its tokens are signed with.
const ENVIRONMENT = [
  ...Object.entries(SECRETS),
  ...Object.entries(Deno.env.toObject()).filter(([name]) => name.startsWith('SUPABASE_')),
]

function answer(status: number, code: string, message: string): Response {
  return Response.json({ code, message, msg: message }, { status, headers: { 'sb-error-code': code } })
}

function bytes(base64url: string): Uint8Array {
  const text = atob(base64url.replaceAll('-', '+').replaceAll('_', '/'))
  return Uint8Array.from(text, (character) => character.charCodeAt(0))
}

// A token names its key, or was signed with the secret; a secret that is revoked is not the service's any more.
async function verified(header: { alg: string; kid?: string }, signature: Uint8Array, signed: Uint8Array) {
  const key = KEYS.find((one: { alg: string; kid: string }) => one.kid === header.kid && one.alg === header.alg)
  if (key === undefined) {
    return header.alg === 'HS256' && await crypto.subtle.verify('HMAC', SECRET, signature, signed)
  }
  const method = METHODS[header.alg]
  const imported = await crypto.subtle.importKey('jwk', key, method, false, ['verify'])
  return await crypto.subtle.verify(method, imported, signature, signed)
}

async function valid(token: string): Promise<boolean> {
  const parts = token.split('.')
  if (parts.length !== 3) {
    return false
  }
  try {
    const [header, claims] = parts.slice(0, 2).map((part) => JSON.parse(new TextDecoder().decode(bytes(part))))
    const now = Date.now() / 1000
    return (claims.exp === undefined || claims.exp > now) &&
      (claims.nbf === undefined || claims.nbf <= now) &&
      await verified(header, bytes(parts[2]), new TextEncoder().encode(parts[0] + '.' + parts[1]))
  } catch {
    return false // not base64, or not JSON, so no token
  }
}

async function refusal(request: Request): Promise<Response | null> {
  if (request.headers.has('sb-api-key')) {
    return null
  }
  const authorization = request.headers.get('authorization')
  if (authorization === null) {
    return answer(401, 'UNAUTHORIZED_NO_AUTH_HEADER', 'Missing authorization header')
  }
  const token = authorization.match(/^Bearer (\S+)$/)
  if (token === null) {
    return answer(401, 'UNAUTHORIZED_INVALID_JWT_FORMAT', 'Invalid JWT format')
  }
  return await valid(token[1]) ? null : answer(401, 'UNAUTHORIZED_LEGACY_JWT', 'Invalid JWT')
}

async function needsToken(name: string): Promise<boolean> {
  if (Object.hasOwn(DEPLOYED, name)) {
    return DEPLOYED[name].verify_jwt
  }
  try {
    const settings = JSON.parse(await Deno.readTextFile(FUNCTIONS + '/functions.json'))
    return settings[name]?.verify_jwt ?? VERIFY_JWT
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) {
      return VERIFY_JWT
    }
    throw error
  }
}

interface Program {
  servicePath: string
  maybeEntrypoint?: string
  importMapPath: string | null
  staticPatterns?: string[]
}

async function found(name: string): Promise<Program | null> {
  if (Object.hasOwn(DEPLOYED, name)) {
    const { directory, entrypoint, import_map: importMap, static_patterns: patterns } = DEPLOYED[name]
    const start = directory + '/' + entrypoint
    return {
      servicePath: start.slice(0, start.lastIndexOf('/')),
      maybeEntrypoint: 'file://' + encodeURI(start),
      importMapPath: importMap === null ? null : directory + '/' + importMap,
      staticPatterns: patterns.map((pattern: string) => directory + '/' + pattern),
    }
  }
  const servicePath = FUNCTIONS + '/' + name
  try {
    await Deno.stat(servicePath)
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) {
      return null
    }
    throw error
  }
  return { servicePath, importMapPath: null }
}

Deno.serve(async (request: Request) => {
  const path = new URL(request.url).pathname
  if (path === '/_internal/health') {
    return Response.json({ message: 'ok' })
  }
  const name = path.split('/')[1]
  if (!/^[A-Za-z][A-Za-z0-9_-]*$/.test(name)) {
    return answer(400, 'INVALID_FUNCTION_NAME', 'The path does not begin with the name of a function')
  }
  try {
    if (request.method !== 'OPTIONS' && await needsToken(name)) {
      const refused = await refusal(request)
      if (refused !== null) {
        return refused
      }
    }
    const program = await found(name)
    if (program === null) {
      return answer(404, 'NOT_FOUND', 'There is no such function')
    }
    const worker = await EdgeRuntime.userWorkers.create({
      ...program,
      memoryLimitMb: 150,
      workerTimeoutMs: 150_000,
      noModuleCache: false,
      envVars: ENVIRONMENT,
    })
    return await worker.fetch(request)
  } catch (error) {
    console.error(error)
    return answer(500, 'FUNCTION_FAILED', String(error))
  }
})
