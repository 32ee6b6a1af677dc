// A page of somebody's, as far as Rickyard can tell: unmodified supabase-js signs in, joins channels and prints what it hears,
// one JSON object a line.
import { createClient } from '@supabase/supabase-js'
import ws from 'ws'

const { RICKYARD_URL: url, PUBLISHABLE_KEY: key, SECRET_KEY: secret, SIGN_IN_CODE: code, ORGANIZATION: own } = process.env

const tell = (said) => console.log(JSON.stringify(said))

// Node has a WebSocket of its own only since version 22.
const client = (shown) =>
  createClient(url, shown, {
    auth: { persistSession: false, autoRefreshToken: false },
    realtime: { transport: ws },
  })

const done = ({ data, error }) => {
  if (error) throw error
  return data
}

/** Another person with an organization of their own. */
async function stranger() {
  const email = `stranger-${Date.now()}@example.com`
  const password = 'correct horse battery staple'
  done(await client(secret).auth.admin.createUser({ email, password, email_confirm: true }))
  const supabase = client(key)
  const { session } = done(await supabase.auth.signInWithPassword({ email, password }))
  const answer = await fetch(`${url}/v1/organizations`, {
    method: 'POST',
    headers: { authorization: `Bearer ${session.access_token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'Strangers' }),
  })
  if (answer.status !== 201) throw new Error(`No organization: ${answer.status} ${await answer.text()}`)
  return { supabase, organization: (await answer.json()).id }
}

function join(who, supabase, name) {
  supabase
    .channel(name, { config: { private: true } })
    .on('broadcast', { event: '*' }, ({ event, payload }) => tell({ who, channel: name, event, payload }))
    .subscribe((status, error) => tell({ who, channel: name, status, error: error?.message }))
}

const member = client(key)
done(await member.auth.verifyOtp({ type: 'magiclink', token_hash: code }))
const other = await stranger()

join('member', member, `tasks:${own}`)
join('member', member, `projects:${own}`)
join('member', member, `tasks:${other.organization}`)
join('stranger', other.supabase, `tasks:${other.organization}`)
join('stranger', other.supabase, `projects:${own}`)
