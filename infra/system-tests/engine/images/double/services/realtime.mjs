// Realtime. It takes the tenant from the first label of the Host header.
import { serve } from '../answers.mjs'
import { address, loggedIn, pool } from '../database.mjs'
import { all, atLeast, boolean, exactly, integer, is, jwks, optional, text } from '../forms.mjs'
import { bearer, claims, verifier } from '../tokens.mjs'

const PUBLIC_DEFAULT = 'supabaserealtime'

export default {
  requires: {
    PORT: is('4000'),
    DB_HOST: text,
    DB_PORT: integer,
    DB_USER: is('supabase_admin'),
    DB_PASSWORD: text,
    DB_NAME: is('postgres'),
    DB_AFTER_CONNECT_QUERY: is('SET search_path TO _realtime'),
    DB_ENC_KEY: all(exactly(16), (value) => (value === PUBLIC_DEFAULT ? 'is the default everybody knows' : undefined)),
    API_JWT_SECRET: atLeast(32),
    API_JWT_JWKS: optional(jwks),
    METRICS_JWT_SECRET: atLeast(32),
    SECRET_KEY_BASE: atLeast(64),
    ERL_AFLAGS: is('-proto_dist inet_tcp'),
    DNS_NODES: (value) => (value === '' ? 'is empty' : undefined),
    RLIMIT_NOFILE: integer,
    APP_NAME: text,
    SEED_SELF_HOST: boolean,
    RUN_JANITOR: boolean,
  },

  async start(environment) {
    const { DB_USER, DB_PASSWORD, DB_HOST, DB_PORT, DB_NAME } = environment
    const database = pool(address(DB_USER, DB_PASSWORD, DB_HOST, DB_PORT, DB_NAME))
    database.on('connect', (client) => client.query(environment.DB_AFTER_CONNECT_QUERY))
    await loggedIn(database, DB_USER, '_realtime')
    const {
      rows: [settings],
    } = await database.query('show wal_level')
    if (settings.wal_level !== 'logical') {
      throw new Error('changes of rows can only be followed with wal_level = logical')
    }
    const tenant = environment.SELF_HOST_TENANT_NAME ?? 'realtime-dev'
    const mine = (request) => {
      const asked = (request.headers.host ?? '').split(/[.:]/)[0]
      if (asked !== tenant) {
        throw Object.assign(new Error(`there is no tenant ${asked}`), { status: 404 })
      }
      return { tenant }
    }
    const secret = environment.API_JWT_SECRET
    const verifying = verifier(secret, environment.API_JWT_JWKS)
    await serve('realtime', {
      port: environment.PORT,
      health: {
        [`/api/tenants/${tenant}/health`]: async (request) => {
          bearer(request, verifier(secret)) // the set is for tenants' clients
          await database.query('select')
          return { tenant }
        },
      },
      check: (request) => ({ ...mine(request), role: bearer(request, verifying).role }),
      socket: (request) => {
        const parameters = new URL(request.url, 'http://realtime').searchParams
        const path = request.url.split('?')[0]
        if (path !== '/socket/websocket') {
          throw Object.assign(new Error(`there is no WebSocket at ${path}`), { status: 404 })
        }
        const key = request.headers['x-api-key'] ?? parameters.get('apikey') ?? ''
        return { ...mine(request), role: claims(key, verifying).role }
      },
    })
  },
}
