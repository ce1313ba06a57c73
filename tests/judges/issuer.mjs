// A foreign OpenID provider with client credentials: `node issuer.mjs PORT ALG`. Each line on standard input makes a new key
// in place of the old one; each line on standard output says that the provider answers with its newest key.
import { createInterface } from 'node:readline'
import { exportJWK, generateKeyPair } from 'jose'
import Provider from 'oidc-provider'

const [port, alg] = process.argv.slice(2)
let server, made = 0

async function serve() {
  const { privateKey } = await generateKeyPair(alg, { extractable: true })
  const key = { ...(await exportJWK(privateKey)), kid: `key-${++made}`, alg, use: 'sig' }
  const provider = new Provider(`http://127.0.0.1:${port}`, {
    jwks: { keys: [key] },
    clients: [{
      client_id: 'machine', client_secret: 'a-secret-for-tests-only-0123456789', grant_types: ['client_credentials'], redirect_uris: [], response_types: [],
      id_token_signed_response_alg: alg,
    }],
    scopes: ['openid', 'a', 'b'],
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      resourceIndicators: {
        enabled: true,
        getResourceServerInfo: (_, resource) => ({ scope: 'a b', audience: resource, accessTokenFormat: 'jwt', jwt: { sign: { alg } } }),
      },
    },
  })
  if (server) await new Promise((done) => { server.close(done); server.closeAllConnections() })
  server = await new Promise((done) => { const one = provider.listen(port, '127.0.0.1', () => done(one)) })
  console.log(key.kid)
}

await serve()
for await (const _ of createInterface({ input: process.stdin })) await serve()
process.exit(0)
