import { useGraphiQL } from '@graphiql/react';
import { useEffect, useState } from 'react';

import { explainPlan } from './gateway.js';

// Each has a contrast of at least 4.5 to 1 on white and on the dark theme's ground is lightened by the style sheet.
const COLOURS = ['#2b63a6', '#2f7547', '#b0432c', '#7248a5', '#80590c', '#1c6d79'];

function Icon(props) {
  return (
    <svg viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeWidth="1.6" {...props}>
      <circle cx="5" cy="12" r="2.5" />
      <circle cx="19" cy="5" r="2.5" />
      <circle cx="19" cy="12" r="2.5" />
      <circle cx="19" cy="19" r="2.5" />
      <path d="M7.5 12h9M7.3 11 16.7 6M7.3 13 16.7 18" />
    </svg>
  );
}

/** `awards.@.entry` from the steps of a Flatten node. */
function place(path) {
  return path
    .map((step) => (typeof step === 'string' ? step : (step.Field ?? `|${step.TypeCondition?.join('|')}`)))
    .join('.');
}

function fetchesOf(node, path = '') {
  if (!node) return [];
  if (node.kind === 'Flatten') return fetchesOf(node.node, place(node.path));
  if (node.nodes) return node.nodes.flatMap((each) => fetchesOf(each));
  const paths = node.entityBatch?.aliases.flatMap((alias) => alias.paths.map(place)) ?? [path];
  return [{ ...node, paths: paths.filter(Boolean) }];
}

function roundsOf(plan) {
  const node = plan?.node;
  if (!node) return [];
  return (node.kind === 'Sequence' ? node.nodes : [node]).map((each) => fetchesOf(each));
}

/** The document with line breaks; it comes on one line. */
function laidOut(text) {
  let depth = 0;
  return text
    .replace(/\s+/g, ' ')
    .replace(/ ?([{}]) ?/g, (_, brace) => {
      if (brace === '{') {
        depth += 1;
        return ` {\n${'  '.repeat(depth)}`;
      }
      depth -= 1;
      return `\n${'  '.repeat(depth)}}\n${'  '.repeat(depth)}`;
    })
    .replace(/\n\s*\n/g, '\n')
    .trim();
}

function Fetch({ fetch, colour }) {
  return (
    <li className="civic-fetch" style={{ borderColor: colour }}>
      <strong style={{ color: colour }}>{fetch.serviceName}</strong>
      {fetch.paths.map((path) => (
        <code key={path}>{path}</code>
      ))}
      <details>
        <summary>Request</summary>
        <pre>{laidOut(fetch.operation)}</pre>
      </details>
    </li>
  );
}

function counted(number, noun) {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

/** What the operation will cost, before it is sent; nothing where the gateway says nothing of it. */
function Cost({ cost }) {
  if (!cost || !cost.estimated) return null;
  const isTooDear = cost.max !== null && cost.estimated > cost.max;
  const most = cost.max === null ? '' : `; ${cost.max} are allowed`;
  return (
    <div className="civic-cost" data-too-dear={isTooDear || undefined}>
      <p>
        {isTooDear ? 'Too expensive: this would cost about' : 'This will cost about'} {counted(cost.estimated, 'point')}
        {most}.
      </p>
      <details open={isTooDear}>
        <summary>Where</summary>
        <ul>
          {cost.dearest.map((place) => (
            <li key={place.path}>
              <code>{place.path}</code> {place.cost}
            </li>
          ))}
        </ul>
      </details>
    </div>
  );
}

function PlanPanel() {
  const { query, variables } = useGraphiQL((state) => ({
    query: state.tabs[state.activeTabIndex]?.query ?? '',
    variables: state.tabs[state.activeTabIndex]?.variables ?? '',
  }));
  const operationName = useGraphiQL((state) => state.operationName);
  const [plan, setPlan] = useState(null);
  const [problem, setProblem] = useState('');

  useEffect(() => {
    let stale = false;
    const later = setTimeout(async () => {
      const answer = await explainPlan(query, variables, operationName);
      if (stale) return;
      setPlan(answer.errors ? null : answer);
      setProblem(answer.errors?.[0]?.message ?? '');
    }, 250);
    return () => {
      stale = true;
      clearTimeout(later);
    };
  }, [query, variables, operationName]);

  const rounds = roundsOf(plan);
  const names = [...new Set(rounds.flat().map((fetch) => fetch.serviceName))].sort();
  const colourOf = (name) => COLOURS[names.indexOf(name) % COLOURS.length];
  return (
    <section className="civic-plan" aria-label="Query plan">
      <h2>Query plan</h2>
      <p>
        {problem ||
          (rounds.length
            ? `${counted(rounds.flat().length, 'request')} in ${counted(rounds.length, 'round')}, to ${counted(names.length, 'service')}.`
            : 'The gateway answers by itself; no service is asked.')}
      </p>
      <Cost cost={plan?.cost} />
      {rounds.map((fetches, index) => (
        <div key={index}>
          <h3>Round {index + 1}</h3>
          <ul>
            {fetches.map((fetch) => (
              <Fetch key={fetch.id} fetch={fetch} colour={colourOf(fetch.serviceName)} />
            ))}
          </ul>
        </div>
      ))}
    </section>
  );
}

export const planPlugin = { title: 'Query plan', icon: Icon, content: PlanPanel };
