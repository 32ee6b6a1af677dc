// GoTrue.
import { serve } from '../answers.mjs'
import { loggedIn, pool } from '../database.mjs'
import { atLeast, boolean, integer, is, login, optional, text, url } from '../forms.mjs'
import { roleOf } from '../tokens.mjs'

export default {
  // Booleans and integers that are there and empty end the real one at its start.
  requires: {
    GOTRUE_API_HOST: text,
    GOTRUE_API_PORT: integer,
    API_EXTERNAL_URL: url,
    GOTRUE_DB_DRIVER: is('postgres'),
    GOTRUE_DB_DATABASE_URL: login(['postgres', 'postgresql'], 'supabase_auth_admin', 'postgres'),
    GOTRUE_SITE_URL: url,
    GOTRUE_DISABLE_SIGNUP: boolean,
    GOTRUE_JWT_ADMIN_ROLES: is('service_role'),
    GOTRUE_JWT_AUD: text,
    GOTRUE_JWT_DEFAULT_GROUP_NAME: text,
    GOTRUE_JWT_EXP: integer,
    GOTRUE_JWT_SECRET: atLeast(32),
    GOTRUE_EXTERNAL_EMAIL_ENABLED: boolean,
    GOTRUE_EXTERNAL_PHONE_ENABLED: boolean,
    GOTRUE_EXTERNAL_ANONYMOUS_USERS_ENABLED: boolean,
    GOTRUE_MAILER_AUTOCONFIRM: boolean,
    GOTRUE_SMS_AUTOCONFIRM: boolean,
    GOTRUE_SMTP_PORT: optional(integer),
    GOTRUE_MAILER_URLPATHS_INVITE: text,
    GOTRUE_MAILER_URLPATHS_CONFIRMATION: text,
    GOTRUE_MAILER_URLPATHS_RECOVERY: text,
    GOTRUE_MAILER_URLPATHS_EMAIL_CHANGE: text,
  },

  async start(environment) {
    const database = pool(environment.GOTRUE_DB_DATABASE_URL)
    await loggedIn(database, 'supabase_auth_admin', 'auth')
    await serve('auth', {
      port: environment.GOTRUE_API_PORT,
      host: environment.GOTRUE_API_HOST,
      health: { '/health': () => database.query('select').then(() => ({})) },
      check: (request) => ({ role: roleOf(request, environment.GOTRUE_JWT_SECRET, null) }),
    })
  },
}
