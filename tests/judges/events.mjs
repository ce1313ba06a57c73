// Asks a query over Server-Sent Events with graphql-sse and prints what came as JSON.
import { createClient } from 'graphql-sse';

const [url, query] = process.argv.slice(2);
const client = createClient({ url, retryAttempts: 0 });
const results = [];
await new Promise((complete, error) => {
  client.subscribe({ query }, { next: (result) => results.push(result), complete, error });
});
client.dispose();
process.stdout.write(JSON.stringify(results));
