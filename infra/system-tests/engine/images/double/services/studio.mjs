// Studio. It has no sign-in of its own.
import { access, constants } from 'node:fs/promises'
import { reach, serve } from '../answers.mjs'
import { address, loggedIn, pool } from '../database.mjs'
import { atLeast, differsFrom, integer, names, opener, optional, text, url, all } from '../forms.mjs'

export default {
  requires: {
    HOSTNAME: (value) => (value === '::' || value === '0.0.0.0' ? undefined : 'is no address for everywhere'),
    STUDIO_PG_META_URL: url,
    POSTGRES_HOST: text,
    POSTGRES_PORT: integer,
    POSTGRES_DB: text,
    POSTGRES_PASSWORD: text,
    PG_META_CRYPTO_KEY: atLeast(32),
    PGRST_DB_SCHEMAS: names,
    PGRST_DB_MAX_ROWS: integer,
    PGRST_DB_EXTRA_SEARCH_PATH: names,
    DEFAULT_ORGANIZATION_NAME: text,
    DEFAULT_PROJECT_NAME: text,
    OPENAI_API_KEY: optional(text),
    SUPABASE_URL: url,
    SUPABASE_PUBLIC_URL: url,
    SUPABASE_ANON_KEY: opener('anon', 'publishable', 'AUTH_JWT_SECRET'),
    SUPABASE_SERVICE_KEY: opener('service_role', 'secret', 'AUTH_JWT_SECRET'),
    AUTH_JWT_SECRET: atLeast(32),
    LOGFLARE_URL: optional(url),
    LOGFLARE_PUBLIC_ACCESS_TOKEN: optional(text),
    LOGFLARE_PRIVATE_ACCESS_TOKEN: optional(all(text, differsFrom('LOGFLARE_PUBLIC_ACCESS_TOKEN'))),
    SNIPPETS_MANAGEMENT_FOLDER: text,
    EDGE_FUNCTIONS_MANAGEMENT_FOLDER: text,
  },

  async start(environment) {
    await access(environment.SNIPPETS_MANAGEMENT_FOLDER, constants.W_OK)
    await access(environment.EDGE_FUNCTIONS_MANAGEMENT_FOLDER, constants.W_OK)
    const role = environment.POSTGRES_USER_READ_WRITE ?? 'supabase_admin'
    const { POSTGRES_PASSWORD, POSTGRES_HOST, POSTGRES_PORT, POSTGRES_DB } = environment
    await loggedIn(pool(address(role, POSTGRES_PASSWORD, POSTGRES_HOST, POSTGRES_PORT, POSTGRES_DB)), role)
    const key = environment.SUPABASE_SERVICE_KEY
    await serve('studio', {
      port: 3000,
      health: {
        '/api/platform/profile': async () => {
          await reach(`${environment.STUDIO_PG_META_URL}/health`)
          await reach(`${environment.SUPABASE_URL}/rest/v1/`, { apikey: key })
          if (environment.LOGFLARE_URL !== undefined) {
            await reach(`${environment.LOGFLARE_URL}/health`)
          }
          return {}
        },
      },
    })
  },
}
