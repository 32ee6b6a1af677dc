// PostgREST.
import { reach, serve } from '../answers.mjs'
import { asRole, loggedIn, pool } from '../database.mjs'
import { atLeast, boolean, integer, is, jwks, login, names } from '../forms.mjs'
import { roleOf, verifier } from '../tokens.mjs'

const ADMIN_HOST = 'PGRST_ADMIN_SERVER_HOST'
const ADMIN_PORT = 'PGRST_ADMIN_SERVER_PORT'

const isSet = (value) => value.startsWith('{')

export default {
  requires: {
    PGRST_DB_URI: login(['postgres', 'postgresql'], 'authenticator', 'postgres'),
    PGRST_DB_SCHEMAS: names,
    PGRST_DB_MAX_ROWS: integer,
    PGRST_DB_EXTRA_SEARCH_PATH: names,
    PGRST_DB_ANON_ROLE: is('anon'),
    PGRST_JWT_SECRET: (value) => (isSet(value) ? jwks(value) : atLeast(32)(value)),
    PGRST_DB_USE_LEGACY_GUCS: boolean,
    PGRST_APP_SETTINGS_JWT_SECRET: atLeast(32),
    PGRST_APP_SETTINGS_JWT_EXP: integer,
  },

  asked: (args) => args[0] === '--ready',

  // Its health check needs the admin server, which is off unless its port is set, and no address for "everywhere".
  answer: (environment) => {
    if (!/^[0-9]+$/.test(environment[ADMIN_PORT] ?? '') || /^(!|[*]|0[.]0)/.test(environment[ADMIN_HOST] ?? '!4')) {
      throw new Error(`--ready needs ${ADMIN_PORT}, and one address in ${ADMIN_HOST}`)
    }
    return reach(`http://${environment[ADMIN_HOST]}:${environment[ADMIN_PORT]}/ready`)
  },

  async start(environment) {
    const database = pool(environment.PGRST_DB_URI)
    const anon = environment.PGRST_DB_ANON_ROLE
    await loggedIn(database, 'authenticator')
    await Promise.all([anon, 'authenticated', 'service_role'].map((role) => asRole(database, role)))
    const verifies = environment.PGRST_JWT_SECRET
    const verifying = isSet(verifies) ? verifier(undefined, verifies) : verifier(verifies)
    const ready = async () => ({ role: await asRole(database, anon) })
    await serve('rest', {
      port: environment.PGRST_SERVER_PORT ?? 3000,
      check: async (request) => {
        const role = roleOf(request, verifying, anon)
        return { role: await asRole(database, role) }
      },
    })
    if (environment[ADMIN_PORT] !== undefined) {
      await serve('rest', {
        port: environment[ADMIN_PORT],
        host: environment[ADMIN_HOST],
        health: { '/ready': ready, '/live': () => ({}) },
      })
    }
  },
}
