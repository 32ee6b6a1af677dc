// GoTrue.
import { serve } from '../answers.mjs'
import { loggedIn, pool } from '../database.mjs'
import { atLeast, boolean, integer, is, login, optional, signers, text, url } from '../forms.mjs'
import { administration, checkKey } from '../saml.mjs'
import { roleOf, verifier } from '../tokens.mjs'

/** Which template and subject a request would have the real one send. */
const MAILS = { '/invite': 'INVITE', '/recover': 'RECOVERY', '/magiclink': 'MAGIC_LINK' }

/** The mail as far as it is configured; a template is read from its address when it is needed. */
async function mailOf(request, environment) {
  const kind = MAILS[request.url.split('?')[0]]
  const address = environment[`GOTRUE_MAILER_TEMPLATES_${kind}`]
  if (kind === undefined || address === undefined) {
    return {}
  }
  const answer = await fetch(address, { signal: AbortSignal.timeout(5000) })
  const subject = environment[`GOTRUE_MAILER_SUBJECTS_${kind}`]
  return { mail: { subject, status: answer.status, body: await answer.text() } }
}

/** The real one ends at its start where passkeys are enabled without what they are bound to. */
function checkPasskeys(environment) {
  for (const name of ['GOTRUE_WEBAUTHN_RP_ID', 'GOTRUE_WEBAUTHN_RP_DISPLAY_NAME', 'GOTRUE_WEBAUTHN_RP_ORIGINS']) {
    if (environment.GOTRUE_PASSKEY_ENABLED === 'true' && !environment[name]) {
      throw new Error(`conf: ${name} is required when WebAuthn is enabled`)
    }
  }
}

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
    GOTRUE_JWT_KEYS: optional(signers),
    GOTRUE_EXTERNAL_EMAIL_ENABLED: boolean,
    GOTRUE_EXTERNAL_PHONE_ENABLED: boolean,
    GOTRUE_EXTERNAL_ANONYMOUS_USERS_ENABLED: boolean,
    GOTRUE_MAILER_AUTOCONFIRM: boolean,
    GOTRUE_SMS_AUTOCONFIRM: boolean,
    GOTRUE_SMTP_PORT: optional(integer),
    GOTRUE_SAML_ENABLED: optional(boolean),
    GOTRUE_PASSKEY_ENABLED: optional(boolean),
    GOTRUE_MAILER_URLPATHS_INVITE: text,
    GOTRUE_MAILER_URLPATHS_CONFIRMATION: text,
    GOTRUE_MAILER_URLPATHS_RECOVERY: text,
    GOTRUE_MAILER_URLPATHS_EMAIL_CHANGE: text,
  },

  async start(environment) {
    const database = pool(environment.GOTRUE_DB_DATABASE_URL)
    checkKey(environment)
    checkPasskeys(environment)
    await loggedIn(database, 'supabase_auth_admin', 'auth')
    const keys = JSON.parse(environment.GOTRUE_JWT_KEYS ?? '[]')
    const verifying = verifier(environment.GOTRUE_JWT_SECRET, JSON.stringify({ keys }))
    const signs = keys.find((key) => key.key_ops.includes('sign'))?.kid
    const role = (request) => roleOf(request, verifying, null)
    await serve('auth', {
      port: environment.GOTRUE_API_PORT,
      host: environment.GOTRUE_API_HOST,
      health: { '/health': () => database.query('select').then(() => ({})) },
      answered: await administration(database, role),
      check: async (request) => ({ role: role(request), signs, ...(await mailOf(request, environment)) }),
    })
  },
}
