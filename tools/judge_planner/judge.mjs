// Plans with other planners. Reads [{name, supergraph, query}] as JSON from stdin, writes the same with counts to stdout:
// {name, apollo: {fetches, depth, ms} | {error}, hive: ...}.
import fs from "node:fs";
import { operationFromDocument, ROUTER_SUPPORTED_SUPERGRAPH_FEATURES, Supergraph } from "@apollo/federation-internals";
import { QueryPlanner as ApolloPlanner } from "@apollo/query-planner";
import { QueryPlanner as HivePlanner } from "@graphql-hive/router-query-planner";
import { parse } from "graphql";

// The primary request of one judge's Subscription node has no kind of its own.
const isRequest = (node) => ["Fetch", "BatchFetch"].includes(node.kind) || (!node.kind && node.operation);

function children(node) {
  return [...(node.nodes ?? []), node.node, node.primary, node.rest, node.ifClause, node.elseClause].filter(Boolean);
}

function count(node) {
  return !node ? 0 : children(node).reduce((sum, each) => sum + count(each), isRequest(node) ? 1 : 0);
}

function depth(node) {
  if (!node) return 0;
  const below = children(node).map(depth);
  if (node.kind === "Sequence" || node.kind === "Subscription") return below.reduce((sum, each) => sum + each, 0);
  return Math.max(isRequest(node) ? 1 : 0, ...below);
}

function measured(plan) {
  try {
    plan();
    const before = performance.now();
    const { node } = plan();
    return { fetches: count(node), depth: depth(node), ms: performance.now() - before };
  } catch (error) {
    return { error: String(error.message ?? error).split("\n")[0] };
  }
}

const planners = new Map();

function plannersOf(sdl) {
  if (!planners.has(sdl)) {
    const supergraph = Supergraph.build(sdl, { supportedFeatures: ROUTER_SUPPORTED_SUPERGRAPH_FEATURES });
    planners.set(sdl, { supergraph, apollo: new ApolloPlanner(supergraph), hive: new HivePlanner(sdl) });
  }
  return planners.get(sdl);
}

const cases = JSON.parse(fs.readFileSync(0, "utf8"));
const results = cases.map(({ name, supergraph, query }) => {
  const { supergraph: schema, apollo, hive } = plannersOf(supergraph);
  return {
    name,
    apollo: measured(() => apollo.buildQueryPlan(operationFromDocument(schema.apiSchema(), parse(query)))),
    hive: measured(() => hive.plan(query, undefined, new Set(), 0)),
  };
});
process.stdout.write(JSON.stringify(results));
