// Supavisor, as far as logging in through it goes: postgres.<tenant> becomes postgres, and the rest of the protocol
// passes unchanged. It pools nothing.
import { readFileSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { serve } from '../answers.mjs'
import { address, loggedIn, pool } from '../database.mjs'
import { atLeast, boolean, exactly, integer, is, login, text } from '../forms.mjs'

const SSL_REQUEST = 80877103
const GSS_REQUEST = 80877104
const PORTS = [5432, 6543]

function parameters(packet) {
  const words = packet.subarray(8, -2).toString().split('\0')
  return new Map(Array.from({ length: Math.floor(words.length / 2) }, (_, i) => [words[2 * i], words[2 * i + 1]]))
}

function startup(version, wanted) {
  const body = Buffer.from([...wanted].flat().join('\0') + '\0\0')
  const head = Buffer.alloc(8)
  head.writeInt32BE(8 + body.length, 0)
  head.writeInt32BE(version, 4)
  return Buffer.concat([head, body])
}

function refusal(message) {
  const body = Buffer.from(`SFATAL\0C28000\0M${message}\0\0`)
  const head = Buffer.alloc(5, 'E')
  head.writeInt32BE(4 + body.length, 1)
  return Buffer.concat([head, body])
}

function passOn(client, environment) {
  client.once('data', (packet) => {
    const version = packet.readInt32BE(4)
    if (version === SSL_REQUEST || version === GSS_REQUEST) {
      client.write('N')
      passOn(client, environment)
      return
    }
    const wanted = parameters(packet)
    const [user, tenant] = (wanted.get('user') ?? '').split('.')
    if (tenant !== environment.POOLER_TENANT_ID) {
      client.end(refusal('Tenant or user not found'))
      return
    }
    wanted.set('user', user)
    const server = connect(environment.POSTGRES_PORT, environment.POSTGRES_HOST)
    server.write(startup(version, wanted))
    client.pipe(server).pipe(client)
    server.on('error', () => client.destroy())
    client.on('error', () => server.destroy())
  })
}

export default {
  requires: {
    PORT: integer,
    POSTGRES_HOST: text,
    POSTGRES_PORT: integer,
    POSTGRES_DB: text,
    POSTGRES_PASSWORD: text,
    DATABASE_URL: login(['ecto'], 'supabase_admin', '_supabase'),
    CLUSTER_POSTGRES: boolean,
    SECRET_KEY_BASE: atLeast(64),
    VAULT_ENC_KEY: exactly(32),
    API_JWT_SECRET: atLeast(32),
    METRICS_JWT_SECRET: atLeast(32),
    REGION: is('local'),
    POOLER_TENANT_ID: text,
    POOLER_DEFAULT_POOL_SIZE: integer,
    POOLER_MAX_CLIENT_CONN: integer,
    POOLER_POOL_MODE: is('transaction'),
    DB_POOL_SIZE: integer,
  },

  async start(environment, args, program) {
    const own = pool(environment.DATABASE_URL)
    await loggedIn(own, 'supabase_admin', '_supavisor')
    if (program === 'migrate') {
      process.exit(0)
    }
    if (program === 'supavisor') {
      // The real one runs this to make its tenant.
      if (args[0] !== 'eval' || !(args[1] ?? '').includes('Supavisor.Tenants.create_tenant')) {
        throw new Error('it is called with: eval SCRIPT, which makes the tenant')
      }
      process.exit(0)
    }
    const { POSTGRES_PASSWORD, POSTGRES_HOST, POSTGRES_PORT, POSTGRES_DB } = environment
    const script = readFileSync('/etc/pooler/pooler.exs', 'utf8')
    const manager = /"db_user" => "([a-z_]+)"/.exec(script)[1]
    const lookup = pool(address(manager, POSTGRES_PASSWORD, POSTGRES_HOST, POSTGRES_PORT, POSTGRES_DB))
    await loggedIn(lookup, manager)
    const query = /"auth_query" => "([^"]+)"/.exec(script)[1]
    const { rowCount } = await lookup.query(query, ['postgres'])
    if (rowCount !== 1) {
      throw new Error(`${manager} can't look up the password of postgres`)
    }
    for (const port of PORTS) {
      createServer((client) => passOn(client, environment)).listen(port, '0.0.0.0')
    }
    await serve('pooler', {
      port: environment.PORT,
      health: { '/api/health': () => own.query('select').then(() => ({})) },
    })
  },
}
