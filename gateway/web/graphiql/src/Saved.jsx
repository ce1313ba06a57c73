import { useGraphiQL, useGraphiQLActions } from '@graphiql/react';

// "07 - The whole way of one idea (market > cip)" -> number, words, services.
const TITLE = /^(?:(\d+)\s*-\s*)?(.*?)(?:\s*\(([^)]*)\))?$/;

function parts(title) {
  const [, number, words, services] = TITLE.exec(title) ?? [null, '', title, ''];
  return { number, words, services: (services ?? '').split(/[>,+]/).map((name) => name.trim()).filter(Boolean) };
}

function Icon(props) {
  return (
    <svg viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeWidth="1.6" {...props}>
      <path d="M6 3h12v18l-6-4.5L6 21z" strokeLinejoin="round" />
    </svg>
  );
}

function SavedQueries({ operations }) {
  const editor = useGraphiQL((state) => state.queryEditor);
  const variables = useGraphiQL((state) => state.variableEditor);
  const { run } = useGraphiQLActions();

  function open(operation) {
    editor?.setValue(operation.query);
    variables?.setValue('');
    // A mutation is only shown: it is sent by whoever read it.
    if (operation.kind === 'query') setTimeout(run, 50);
  }

  return (
    <section className="civic-saved" aria-label="Saved queries">
      <h2>Gespeicherte Abfragen</h2>
      <p>Ein Klick fragt den Graphen.</p>
      <ol>
        {operations.map((operation) => {
          const { number, words, services } = parts(operation.title);
          return (
            <li key={operation.id}>
              <button type="button" onClick={() => open(operation)}>
                <span className="civic-number">{number ?? '·'}</span>
                <span>
                  {words}
                  {services.length > 0 && <small>{services.join(' › ')}</small>}
                </span>
              </button>
            </li>
          );
        })}
      </ol>
    </section>
  );
}

export function savedPlugin(operations) {
  return { title: 'Gespeicherte Abfragen', icon: Icon, content: () => <SavedQueries operations={operations} /> };
}
