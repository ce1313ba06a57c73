import { useGraphiQL, useGraphiQLActions } from '@graphiql/react';

import { showOnPhone, useNoAnswer } from './answer.js';

// "07 - The whole way of one idea (market > cip)" -> number, words, services.
const TITLE = /^(?:(\d+)\s*-\s*)?(.*?)(?:\s*\(([^)]*)\))?$/;

// Whom a saved query is meant for, as its head names the demo person: "# As: jonas".
const PERSON = /^# As: (\S+)$/m;

/** A demo person of this gateway who is to be chosen before; nobody where all may ask, or where there are no such persons. */
function asker(query, personas) {
  const [, id] = PERSON.exec(query) ?? [];
  return personas.some((each) => each.id === id) && `as ${id}`;
}

function parts(title) {
  const [, number, words, services] = TITLE.exec(title) ?? [null, '', title, ''];
  return { number, words, services: (services ?? '').split('>').map((name) => name.trim()).filter(Boolean) };
}

/** What a person wants -> the operations for it, in the order of the files; those of no group stand last. */
function grouped(operations) {
  const groups = new Map();
  for (const operation of [...operations].sort((one, other) => !one.group - !other.group)) {
    groups.set(operation.group, [...(groups.get(operation.group) ?? []), operation]);
  }
  return [...groups];
}

function Icon(props) {
  return (
    <svg viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeWidth="1.6" {...props}>
      <path d="M6 3h12v18l-6-4.5L6 21z" strokeLinejoin="round" />
    </svg>
  );
}

function SavedQueries({ operations, session, personas }) {
  const editor = useGraphiQL((state) => state.queryEditor);
  const variables = useGraphiQL((state) => state.variableEditor);
  const { run } = useGraphiQLActions();
  const noAnswer = useNoAnswer(session);
  const groups = grouped(operations);

  function open(operation) {
    editor?.setValue(operation.query);
    variables?.setValue('');
    noAnswer();
    // A mutation is only shown: it is sent by whoever read it. So is what this graph cannot answer.
    const isAsked = operation.kind === 'query' && !operation.problem;
    if (isAsked) run();
    showOnPhone(isAsked ? '.graphiql-response' : '.graphiql-editors');
  }

  return (
    <section className="civic-saved" aria-label="Saved queries">
      <h2>Saved queries</h2>
      <p>
        A click asks the graph; what changes something is only shown.
        {personas.length > 0 && ' Where a person is named, choose them above first.'}
      </p>
      {groups.length === 1 ? (
        <Operations of={operations} open={open} personas={personas} />
      ) : (
        groups.map(([group, members], place) => (
          <details key={group} open={place === 0}>
            <summary>
              <h3>{group || 'Others'}</h3>
              <span>{members.length}</span>
            </summary>
            <Operations of={members} open={open} personas={personas} />
          </details>
        ))
      )}
    </section>
  );
}

function Operations({ of, open, personas }) {
  return (
    <ol>
      {of.map((operation) => {
        const { number, words, services } = parts(operation.title);
        const changes = operation.kind === 'mutation' && 'changes something';
        const notes = [changes, asker(operation.query, personas), services.join(' › ')].filter(Boolean);
        return (
          <li key={operation.id}>
            <button type="button" className={operation.problem ? 'civic-unserved' : ''} onClick={() => open(operation)}>
              <span className="civic-number">{number ?? '·'}</span>
              <span>
                {words}
                {notes.length > 0 && <small>{notes.join(' · ')}</small>}
                {operation.problem && <small className="civic-problem">Not answered here: {operation.problem}</small>}
              </span>
            </button>
          </li>
        );
      })}
    </ol>
  );
}

export function savedPlugin(operations, session, personas) {
  const content = () => <SavedQueries operations={operations} session={session} personas={personas} />;
  return { title: 'Saved queries', icon: Icon, content };
}
