import { explorerPlugin } from '@graphiql/plugin-explorer';
import { HISTORY_PLUGIN } from '@graphiql/plugin-history';
import { GraphiQL } from 'graphiql';
import { useEffect, useMemo, useRef, useState } from 'react';

import { LogIn } from './LogIn.jsx';
import { useNoAnswer } from './answer.js';
import { makeFetcher } from './gateway.js';
import { planPlugin } from './Plan.jsx';
import { savedPlugin } from './Saved.jsx';

const FIRST = `# Civic Coding Graph: three ministries and the marketplace, one graph.
# Saved queries are in the panel on the left; Ctrl-Space shows what can be asked, Ctrl-Enter asks.

{
  __typename
}
`;

/** What a link brings along: `/?query=...&variables=...` opens the query; nothing is asked before a person does. */
function linked() {
  const given = new URLSearchParams(window.location.search);
  return { query: given.get('query') ?? undefined, variables: given.get('variables') ?? undefined };
}

/** An answer belongs to who asked: it goes when somebody else asks. */
function AnswerOfOnePerson({ person, session }) {
  const noAnswer = useNoAnswer(session);
  const asking = useRef(person);
  useEffect(() => {
    if (asking.current === person) return;
    asking.current = person;
    noAnswer();
  }, [person, noAnswer]);
  return null;
}

export function Page({ about }) {
  const [session] = useState({ token: null, turn: 0 });
  const [status, setStatus] = useState('');
  const [person, setPerson] = useState('guest');
  const [link] = useState(linked);
  const fetcher = useMemo(() => makeFetcher(about.endpoint, session, setStatus), [about, session]);
  const plugins = useMemo(() => {
    const explorer = explorerPlugin({ showAttribution: false });
    return about.saved.length ? [savedPlugin(about.saved, session, about.personas), planPlugin, explorer, HISTORY_PLUGIN] : [planPlugin, explorer, HISTORY_PLUGIN];
  }, [about, session]);

  function changePerson(name) {
    setPerson(name);
    setStatus(`asking as ${name}`);
  }

  return (
    <>
      <header className="civic-bar">
        <img src="/graphiql/mark.svg" alt="" width="30" height="30" />
        <h1>Civic Coding Graph</h1>
        <p>AI for the common good: three ministries, one marketplace, one graph</p>
        <output aria-label="Last answer">{status}</output>
        {about.personas.length > 0 && <LogIn personas={about.personas} session={session} onChange={changePerson} />}
      </header>
      <main className="civic-main">
        <GraphiQL
          fetcher={fetcher}
          plugins={plugins}
          visiblePlugin={about.saved.length ? plugins[0] : undefined}
          initialQuery={link.query}
          initialVariables={link.variables}
          defaultQuery={about.saved.find((each) => !each.problem)?.query ?? FIRST}
          shouldPersistHeaders={false}
          showPersistHeadersSettings={false}
        >
          <GraphiQL.Logo>
            <span className="civic-endpoint">{about.endpoint}</span>
            <AnswerOfOnePerson person={person} session={session} />
          </GraphiQL.Logo>
        </GraphiQL>
      </main>
    </>
  );
}
