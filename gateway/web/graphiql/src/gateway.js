// Everything that the page asks of the gateway. The toolkit's own fetcher is not used: it decides between HTTP and
// WebSocket from the document of an earlier keystroke.

async function json(path, options) {
  const response = await fetch(path, options);
  if (!response.ok) throw new Error(`${path} answered ${response.status}`);
  return response.json();
}

async function orElse(promise, otherwise) {
  try {
    return await promise;
  } catch {
    return otherwise;
  }
}

/** Where the graph is, its saved queries, and the demo persons if this gateway logs them in. */
export async function loadAbout() {
  const about = await orElse(json('/graphiql.json'), { endpoint: '/graphql', issuer: false });
  const [saved, personas] = await Promise.all([
    orElse(json('/operations.json'), []),
    about.issuer ? orElse(json('/auth/personas'), []) : [],
  ]);
  return { ...about, saved, personas };
}

/** A token for a demo person; only a gateway in development gives one. */
export async function logIn(persona) {
  const answer = await json('/auth/token', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ persona }),
  });
  return answer.access_token;
}

/** Whose requests and plans these are; set with the fetcher. */
let person = { token: null };

/** How the gateway would answer; `{errors}` where it would not. Nothing is asked of any service. */
export async function explainPlan(query, variables, operationName) {
  try {
    const response = await fetch('/graphiql/plan', {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...loginOf(person) },
      body: JSON.stringify({ query, operationName, variables: variables.trim() ? JSON.parse(variables) : {} }),
    });
    return await response.json();
  } catch (error) {
    return { errors: [{ message: error.message }] };
  }
}

function loginOf({ token }) {
  return token ? { authorization: `Bearer ${token}` } : {};
}

function sizeOf(bytes) {
  return bytes < 1000 ? `${bytes} B` : `${(bytes / 1000).toFixed(1)} kB`;
}

/**
 * A GraphiQL fetcher. `session.token` goes along unless the person wrote an Authorization header; `onAnswer` hears how
 * long it took and how much came.
 */
export function makeFetcher(endpoint, session, onAnswer) {
  person = session;
  return async function fetcher(parameters, { headers = {} } = {}) {
    const given = Object.keys(headers).some((name) => name.toLowerCase() === 'authorization');
    const login = given ? {} : loginOf(session);
    const started = performance.now();
    try {
      const response = await fetch(endpoint, {
        method: 'POST',
        headers: {
          accept: 'application/graphql-response+json, application/json;q=0.9',
          'content-type': 'application/json',
          ...login,
          ...headers,
        },
        body: JSON.stringify(parameters),
      });
      const text = await response.text();
      if (parameters.operationName !== 'IntrospectionQuery') {
        onAnswer(`${response.status} · ${Math.round(performance.now() - started)} ms · ${sizeOf(text.length)}`);
      }
      return JSON.parse(text);
    } catch (error) {
      onAnswer('no answer');
      return { errors: [{ message: `The gateway gave no answer: ${error.message}` }] };
    }
  };
}
