// imgproxy.
import { access } from 'node:fs/promises'
import { reach, serve } from '../answers.mjs'
import { boolean, decimal, text } from '../forms.mjs'

const STORAGE = '/var/lib/storage'

const port = (environment) => environment.IMGPROXY_BIND.split(':').at(-1)

export default {
  requires: {
    IMGPROXY_BIND: (value) => (/^[^:]*:[0-9]+$/.test(value) ? undefined : 'is no address with a port'),
    IMGPROXY_LOCAL_FILESYSTEM_ROOT: text,
    IMGPROXY_USE_ETAG: boolean,
    IMGPROXY_AUTO_WEBP: boolean,
    IMGPROXY_MAX_SRC_RESOLUTION: decimal,
  },

  asked: (args) => args[0] === 'health',

  answer: (environment) => reach(`http://127.0.0.1:${port(environment)}/health`),

  async start(environment) {
    await access(environment.IMGPROXY_LOCAL_FILESYSTEM_ROOT + STORAGE) // shared with storage
    await serve('imgproxy', { port: port(environment), health: { '/health': () => ({}) } })
  },
}
