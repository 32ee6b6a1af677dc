// The edge runtime: it starts the main service it is told to, whose rules for callers are repeated here, since the
// main service itself needs Deno. A function is not run: whoever calls it is told of what it would be made.
import { createHash } from 'node:crypto'
import { access, readdir, readFile } from 'node:fs/promises'
import { reach, serve } from '../answers.mjs'
import { loggedIn, pool } from '../database.mjs'
import { atLeast, boolean, jwks, keys, login, optional, token, url } from '../forms.mjs'
import { bearer, verifier } from '../tokens.mjs'

const FUNCTIONS = '/home/deno/functions'
const CACHE = '/root/.cache/deno'

const digest = (content) => createHash('sha256').update(content).digest('hex')

/** The files of a directory and those below, with the digest of each. */
async function listing(directory) {
  const files = {}
  for (const entry of await readdir(directory, { recursive: true, withFileTypes: true })) {
    if (entry.isFile()) {
      const path = `${entry.parentPath}/${entry.name}`
      files[path.slice(directory.length + 1)] = digest(await readFile(path))
    }
  }
  return files
}

/** What the main service hands over to a function; its entry point has to be there. */
async function program({ directory, entrypoint, import_map: importMap }, secrets) {
  await access(`${directory}/${entrypoint}`)
  if (importMap !== null) {
    await access(`${directory}/${importMap}`)
  }
  const environment = Object.fromEntries(Object.entries(secrets).map(([name, value]) => [name, digest(value)]))
  return { entrypoint, import_map: importMap, files: await listing(directory), environment }
}

export default {
  requires: {
    JWT_SECRET: atLeast(32),
    JWT_JWKS: optional(jwks),
    SUPABASE_URL: url,
    SUPABASE_PUBLIC_URL: url,
    SUPABASE_ANON_KEY: token('anon', 'JWT_SECRET', 'JWT_JWKS'),
    SUPABASE_SERVICE_ROLE_KEY: token('service_role', 'JWT_SECRET', 'JWT_JWKS'),
    SUPABASE_PUBLISHABLE_KEYS: keys('sb_publishable_'),
    SUPABASE_SECRET_KEYS: keys('sb_secret_'),
    SUPABASE_DB_URL: login(['postgres', 'postgresql'], 'postgres', 'postgres'),
    VERIFY_JWT: boolean,
  },

  async start(environment, args) {
    if (args[0] !== 'start' || args[1] !== '--main-service' || args[2] === undefined) {
      throw new Error('it is started with: start --main-service DIRECTORY')
    }
    const main = await readFile(`${args[2]}/index.ts`, 'utf8')
    if (!main.includes('Deno.serve')) {
      throw new Error(`${args[2]}/index.ts serves nothing`)
    }
    const deployed = JSON.parse(await readFile(`${args[2]}/functions.json`, 'utf8'))
    const secrets = JSON.parse(await readFile(`${args[2]}/secrets.json`, 'utf8'))
    const [known] = Object.values(JSON.parse(environment.SUPABASE_PUBLISHABLE_KEYS))
    const verifying = verifier(environment.JWT_SECRET, environment.JWT_JWKS)
    await access(FUNCTIONS)
    await access(CACHE)
    const database = pool(environment.SUPABASE_DB_URL)
    await loggedIn(database, 'postgres')
    await serve('functions', {
      port: 9000,
      health: {
        '/_internal/health': async () => {
          await database.query('select')
          await reach(`${environment.SUPABASE_URL}/rest/v1/`, { apikey: known ?? environment.SUPABASE_ANON_KEY })
          return {}
        },
      },
      check: async (request) => {
        const name = request.url.split(/[/?]/)[1]
        const found = Object.hasOwn(deployed, name) ? deployed[name] : undefined
        const vouched = request.headers['sb-api-key'] !== undefined
        const verified = found?.verify_jwt ?? environment.VERIFY_JWT === 'true'
        const role = vouched || !verified ? undefined : bearer(request, verifying).role
        return { vouched, role, function: found && (await program(found, secrets)) }
      },
    })
  },
}
