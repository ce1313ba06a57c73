// Everything that the page asks of the gateway. The toolkit's own fetcher is not used: it decides between HTTP and
// WebSocket from the document of an earlier keystroke.

import { Kind, parse } from 'graphql';

/**
 * The operation that is meant: `given` where the text has it, else its first one. The toolkit works out the name some
 * time after each change of the text, and until then holds one of the text before.
 */
function operationIn(query, given) {
  let definitions;
  try {
    definitions = parse(query).definitions;
  } catch {
    return given; // the gateway says what is wrong with the text
  }
  const names = definitions.filter((each) => each.kind === Kind.OPERATION_DEFINITION).map((each) => each.name?.value);
  return names.includes(given) ? given : names[0];
}

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
      body: JSON.stringify({
        query,
        operationName: operationIn(query, operationName),
        variables: variables.trim() ? JSON.parse(variables) : {},
      }),
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
 * long it took and how much came. When `session.turn` changes meanwhile, nobody waits for the answer any more.
 */
export function makeFetcher(endpoint, session, onAnswer) {
  person = session;
  return async function fetcher(parameters, { headers = {} } = {}) {
    const given = Object.keys(headers).some((name) => name.toLowerCase() === 'authorization');
    const login = given ? {} : loginOf(session);
    const started = performance.now();
    const isOurs = parameters.operationName === 'IntrospectionQuery';
    const { turn } = session;
    const isPast = () => !isOurs && session.turn !== turn;
    const never = new Promise(() => {});
    try {
      const response = await fetch(endpoint, {
        method: 'POST',
        headers: {
          accept: 'application/graphql-response+json, application/json;q=0.9',
          'content-type': 'application/json',
          ...login,
          ...headers,
        },
        body: JSON.stringify({ ...parameters, operationName: operationIn(parameters.query, parameters.operationName) }),
      });
      const text = await response.text();
      if (isPast()) return never;
      if (!isOurs) {
        onAnswer(`${response.status} · ${Math.round(performance.now() - started)} ms · ${sizeOf(text.length)}`);
      }
      return JSON.parse(text);
    } catch (error) {
      if (isPast()) return never;
      onAnswer('no answer');
      return { errors: [{ message: `The gateway gave no answer: ${error.message}` }] };
    }
  };
}
