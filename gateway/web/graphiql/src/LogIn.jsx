import { useState } from 'react';

import { logIn } from './gateway.js';

/** The menu of demo persons. The token stays in memory: a reload logs out. `onChange` hears who asks from now on. */
export function LogIn({ personas, session, onChange }) {
  const [chosen, setChosen] = useState('');
  const [problem, setProblem] = useState('');

  async function choose(id) {
    setProblem('');
    try {
      session.token = id ? await logIn(id) : null;
      setChosen(id);
    } catch (error) {
      session.token = null;
      setChosen('');
      setProblem(error.message);
    }
    onChange(session.token ? (personas.find((each) => each.id === id)?.name ?? id) : 'guest');
  }

  const person = personas.find((each) => each.id === chosen);
  const rights = person ? [person.description, ...person.scopes].filter(Boolean).join(' · ') : '';
  return (
    <label className="civic-login" title={problem || rights || 'Nobody is logged in'}>
      <span>{problem ? 'Login failed' : 'Ask as'}</span>
      <select value={chosen} onChange={(event) => choose(event.target.value)}>
        <option value="">Guest (public)</option>
        {personas.map((each) => (
          <option key={each.id} value={each.id}>
            {each.name} · {each.id}
          </option>
        ))}
      </select>
    </label>
  );
}
