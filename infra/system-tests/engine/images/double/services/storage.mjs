// Storage.
import { randomUUID } from 'node:crypto'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { reach, serve } from '../answers.mjs'
import { asRole, loggedIn, pool } from '../database.mjs'
import { atLeast, boolean, integer, is, jwks, login, optional, text, token, url } from '../forms.mjs'
import { keeping } from '../objects.mjs'
import { roleOf, verifier } from '../tokens.mjs'

/** Writes and reads a file where the objects are. */
async function keepsFiles(within) {
  const file = join(within, `.double-${randomUUID()}`)
  await mkdir(within, { recursive: true })
  await writeFile(file, 'kept')
  const kept = await readFile(file, 'utf8')
  await rm(file)
  if (kept !== 'kept') {
    throw new Error(`${within} does not keep what is written`)
  }
}

export default {
  requires: {
    ANON_KEY: token('anon', 'AUTH_JWT_SECRET', 'JWT_JWKS'),
    SERVICE_KEY: token('service_role', 'AUTH_JWT_SECRET', 'JWT_JWKS'),
    POSTGREST_URL: url,
    AUTH_JWT_SECRET: atLeast(32),
    JWT_JWKS: optional(jwks),
    DATABASE_URL: login(['postgres', 'postgresql'], 'supabase_storage_admin', 'postgres'),
    STORAGE_PUBLIC_URL: url,
    REQUEST_ALLOW_X_FORWARDED_PATH: boolean,
    FILE_SIZE_LIMIT: integer,
    STORAGE_BACKEND: is('file'),
    FILE_STORAGE_BACKEND_PATH: text,
    GLOBAL_S3_BUCKET: text,
    TENANT_ID: text,
    REGION: text,
    ENABLE_IMAGE_TRANSFORMATION: boolean,
    IMGPROXY_URL: url,
    S3_PROTOCOL_ACCESS_KEY_ID: atLeast(16),
    S3_PROTOCOL_ACCESS_KEY_SECRET: atLeast(32),
  },

  async start(environment) {
    const database = pool(environment.DATABASE_URL)
    await loggedIn(database, 'supabase_storage_admin', 'storage')
    await Promise.all(['anon', 'authenticated', 'service_role'].map((role) => asRole(database, role)))
    const { FILE_STORAGE_BACKEND_PATH: directory, GLOBAL_S3_BUCKET: bucket, TENANT_ID: tenant } = environment
    const files = join(directory, bucket, tenant)
    await keepsFiles(files)
    const verifying = verifier(environment.AUTH_JWT_SECRET, environment.JWT_JWKS)
    await serve('storage', {
      port: environment.SERVER_PORT ?? 5000,
      health: {
        '/status': async () => {
          await database.query('select')
          await reach(environment.POSTGREST_URL, { authorization: `Bearer ${environment.SERVICE_KEY}` })
          await reach(`${environment.IMGPROXY_URL}/health`)
          return {}
        },
      },
      answered: await keeping(database, (request) => roleOf(request, verifying, null), files),
      check: (request) => {
        const signed = (request.headers.authorization ?? '').startsWith('AWS4-HMAC-SHA256 ')
        return { role: signed ? 's3' : roleOf(request, verifying, null) }
      },
    })
  },
}
