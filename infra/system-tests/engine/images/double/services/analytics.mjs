// Logflare: takes log lines, and tells which it has. They are kept in memory.
import { json, serve } from '../answers.mjs'
import { address, loggedIn, pool } from '../database.mjs'
import { all, atLeast, differsFrom, integer, is, login, text } from '../forms.mjs'

const KEPT = 1000

export default {
  requires: {
    LOGFLARE_NODE_HOST: text,
    DB_USERNAME: is('supabase_admin'),
    DB_DATABASE: is('_supabase'),
    DB_HOSTNAME: text,
    DB_PORT: integer,
    DB_PASSWORD: text,
    DB_SCHEMA: is('_analytics'),
    LOGFLARE_PUBLIC_ACCESS_TOKEN: atLeast(32),
    LOGFLARE_PRIVATE_ACCESS_TOKEN: all(atLeast(32), differsFrom('LOGFLARE_PUBLIC_ACCESS_TOKEN')),
    LOGFLARE_SINGLE_TENANT: is('true'),
    LOGFLARE_SUPABASE_MODE: is('true'),
    POSTGRES_BACKEND_URL: login(['postgres', 'postgresql'], 'supabase_admin', '_supabase'),
    POSTGRES_BACKEND_SCHEMA: is('_analytics'),
    LOGFLARE_FEATURE_FLAG_OVERRIDE: is('multibackend=true'),
  },

  async start(environment) {
    const { DB_USERNAME, DB_PASSWORD, DB_HOSTNAME, DB_PORT, DB_DATABASE, DB_SCHEMA } = environment
    const own = pool(address(DB_USERNAME, DB_PASSWORD, DB_HOSTNAME, DB_PORT, DB_DATABASE))
    await loggedIn(own, DB_USERNAME, DB_SCHEMA)
    await loggedIn(pool(environment.POSTGRES_BACKEND_URL), DB_USERNAME, environment.POSTGRES_BACKEND_SCHEMA)
    const lines = []
    const check = (request) => {
      const key = request.headers['x-api-key']
      if (key !== environment.LOGFLARE_PUBLIC_ACCESS_TOKEN && key !== environment.LOGFLARE_PRIVATE_ACCESS_TOKEN) {
        throw Object.assign(new Error('wrong x-api-key'), { status: 401 })
      }
      return {}
    }
    await serve('analytics', {
      port: 4000,
      health: { '/health': () => own.query('select').then(() => ({})) },
      check,
      routes: {
        '/api/logs': async (request, response) => {
          check(request)
          if (request.method === 'POST') {
            const source = new URL(request.url, 'http://analytics').searchParams.get('source_name')
            const sent = JSON.parse(Buffer.concat(await request.toArray()))
            lines.push(...[sent].flat().map((line) => ({ source, line })))
            lines.splice(0, lines.length - KEPT)
          }
          json(response, 200, { service: 'analytics', lines })
        },
      },
    })
  },
}
