// An OpenID Connect issuer, panva's oidc-provider, where everybody signs in with any password: SUB has SUB@example.com, which is verified but for mallory.
import Provider from 'oidc-provider'

const { RICKYARD_URL: url, ISSUER: issuer } = process.env
export const app = 'http://127.0.0.1:1/app'

const provider = new Provider(issuer, {
  clients: [
    { client_id: 'rickyard', client_secret: 'secret of the installation', redirect_uris: [`${url}/auth/v1/callback`] },
    { client_id: 'app', token_endpoint_auth_method: 'none', redirect_uris: [app] },
  ],
  claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
  cookies: { keys: ['only a test'] },
  findAccount: (context, sub) => ({
    accountId: sub,
    claims: () => ({ sub, email: `${sub}@example.com`, email_verified: sub !== 'mallory', name: sub }),
  }),
})
provider.listen(Number(new URL(issuer).port), '127.0.0.1')
