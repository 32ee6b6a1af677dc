// The edge runtime: it starts the main service it is told to, whose rules for callers are repeated here, since the
// main service itself needs Deno.
import { access, readFile } from 'node:fs/promises'
import { reach, serve } from '../answers.mjs'
import { loggedIn, pool } from '../database.mjs'
import { atLeast, boolean, keys, login, token, url } from '../forms.mjs'
import { bearer } from '../tokens.mjs'

const FUNCTIONS = '/home/deno/functions'
const CACHE = '/root/.cache/deno'

export default {
  requires: {
    JWT_SECRET: atLeast(32),
    SUPABASE_URL: url,
    SUPABASE_PUBLIC_URL: url,
    SUPABASE_ANON_KEY: token('anon', 'JWT_SECRET'),
    SUPABASE_SERVICE_ROLE_KEY: token('service_role', 'JWT_SECRET'),
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
    await access(FUNCTIONS)
    await access(CACHE)
    const database = pool(environment.SUPABASE_DB_URL)
    await loggedIn(database, 'postgres')
    await serve('functions', {
      port: 9000,
      health: {
        '/_internal/health': async () => {
          await database.query('select')
          await reach(`${environment.SUPABASE_URL}/rest/v1/`, { apikey: environment.SUPABASE_ANON_KEY })
          return {}
        },
      },
      check: (request) => {
        const vouched = request.headers['sb-api-key'] !== undefined
        if (vouched || environment.VERIFY_JWT === 'false') {
          return { vouched }
        }
        return { vouched, role: bearer(request, environment.JWT_SECRET).role }
      },
    })
  },
}
