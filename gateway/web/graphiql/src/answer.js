import { useGraphiQL, useGraphiQLActions } from '@graphiql/react';

const PHONE = '(max-width: 700px)';

/** A function that takes away the answer that is shown, and the one that is still on its way. */
export function useNoAnswer(session) {
  const shown = useGraphiQL((state) => state.responseEditor);
  const { stop, updateActiveTabValues } = useGraphiQLActions();
  return function noAnswer() {
    session.turn += 1;
    stop();
    shown?.setValue('');
    updateActiveTabValues({ response: '' });
  };
}

/** On a phone everything stands below each other: what a click has changed may be out of sight. */
export function showOnPhone(part) {
  if (window.matchMedia(PHONE).matches) document.querySelector(part)?.scrollIntoView({ block: 'start' });
}
