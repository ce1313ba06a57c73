import { explorerPlugin } from '@graphiql/plugin-explorer';
import { HISTORY_PLUGIN } from '@graphiql/plugin-history';
import { GraphiQL } from 'graphiql';
import { useMemo, useState } from 'react';

import { LogIn } from './LogIn.jsx';
import { makeFetcher } from './gateway.js';
import { planPlugin } from './Plan.jsx';
import { savedPlugin } from './Saved.jsx';

const FIRST = `# Civic Coding Graph: three ministries and the marketplace, one graph.
# Saved queries are in the panel on the left; Ctrl-Space shows what can be asked, Ctrl-Enter asks.

{
  __typename
}
`;

export function Page({ about }) {
  const [session] = useState({ token: null });
  const [status, setStatus] = useState('');
  const fetcher = useMemo(() => makeFetcher(about.endpoint, session, setStatus), [about, session]);
  const plugins = useMemo(() => {
    const explorer = explorerPlugin({ showAttribution: false });
    return about.saved.length ? [savedPlugin(about.saved), planPlugin, explorer, HISTORY_PLUGIN] : [planPlugin, explorer, HISTORY_PLUGIN];
  }, [about]);

  return (
    <>
      <header className="civic-bar">
        <img src="/graphiql/mark.svg" alt="" width="30" height="30" />
        <h1>Civic Coding Graph</h1>
        <p>KI für das Gemeinwohl: drei Ministerien, ein Marktplatz, ein Graph</p>
        <output aria-label="Last answer">{status}</output>
        {about.personas.length > 0 && <LogIn personas={about.personas} session={session} />}
      </header>
      <main className="civic-main">
        <GraphiQL
          fetcher={fetcher}
          plugins={plugins}
          visiblePlugin={about.saved.length ? plugins[0] : undefined}
          defaultQuery={about.saved[0]?.query ?? FIRST}
          shouldPersistHeaders={false}
          showPersistHeadersSettings={false}
        >
          <GraphiQL.Logo>
            <span className="civic-endpoint">{about.endpoint}</span>
          </GraphiQL.Logo>
        </GraphiQL>
      </main>
    </>
  );
}
