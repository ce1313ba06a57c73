// Composes the example graphs of the planner's tests: node compose.mjs GRAPH.graphql... ; writes GRAPH.supergraph.graphql.
// A graph file holds all its subgraphs; each begins with a line "# --- name".
import fs from "node:fs";
import { composeServices } from "@apollo/composition";
import { parse } from "graphql";

for (const file of process.argv.slice(2)) {
  const parts = fs.readFileSync(file, "utf8").split(/^# --- (\w+)$/m).slice(1);
  const services = [];
  for (let i = 0; i < parts.length; i += 2) {
    services.push({ name: parts[i], url: `http://${parts[i]}.example/graphql`, typeDefs: parse(parts[i + 1]) });
  }
  const result = composeServices(services);
  if (result.errors) {
    console.error(`${file}:\n${result.errors.map((error) => error.message).join("\n")}`);
    process.exitCode = 1;
  } else {
    fs.writeFileSync(file.replace(/\.graphql$/, ".supergraph.graphql"), result.supergraphSdl);
  }
}
