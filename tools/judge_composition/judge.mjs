// Asks the independent composers. stdin: one JSON set a line, {id, subgraphs: [{name, sdl}]}; argv[2]: folder with
// node_modules. stdout: one JSON answer a line, {id, apollo: {...}, hive: {...}, unreadable}: why Apollo's planner could
// not read `supergraph`, where that is given.
import { createRequire } from "node:module";
import { createInterface } from "node:readline";
import { resolve } from "node:path";

const require = createRequire(resolve(process.argv[2] ?? ".") + "/");
const { composeServices } = require("@apollo/composition");
const hive = require("@theguild/federation-composition");
const { parse } = require("graphql");
// federation-internals comes with @apollo/composition; it is what Apollo's planner reads supergraphs with.
const { ROUTER_SUPPORTED_SUPERGRAPH_FEATURES, Supergraph } = createRequire(require.resolve("@apollo/composition"))("@apollo/federation-internals");

function unreadable(supergraph) {
  if (!supergraph) return undefined;
  try {
    const read = Supergraph.build(supergraph, { supportedFeatures: ROUTER_SUPPORTED_SUPERGRAPH_FEATURES });
    read.apiSchema();
    read.subgraphs();
    return undefined;
  } catch (error) {
    return error.message;
  }
}

const codesOf = (errors) => [...new Set(errors.map((error) => error.extensions?.code ?? "NONE"))].sort();

function answer(compose) {
  try {
    const { errors = [], hints = [], supergraphSdl } = compose();
    return {
      accepted: errors.length === 0,
      codes: codesOf(errors),
      messages: errors.map((error) => error.message),
      hints: hints.map((hint) => `${hint.definition.code}: ${hint.message}`),
      supergraphSdl,
    };
  } catch (error) {
    return { accepted: false, codes: codesOf([error]), messages: [error.message], hints: [] };
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  if (!line.trim()) continue;
  const { id, subgraphs, supergraph } = JSON.parse(line);
  const services = () => subgraphs.map(({ name, sdl }) => ({ name, url: `http://${name}`, typeDefs: parse(sdl) }));
  const apollo = answer(() => composeServices(services()));
  const other = answer(() => {
    const result = hive.composeServices(services());
    return { errors: result.errors, supergraphSdl: result.supergraphSdl };
  });
  console.log(JSON.stringify({ id, apollo, hive: other, unreadable: unreadable(supergraph) }));
}
