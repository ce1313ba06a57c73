import 'graphiql/setup-workers/vite';
import 'graphiql/style.css';
import '@graphiql/plugin-explorer/style.css';
import './page.css';

import { createRoot } from 'react-dom/client';

import { Page } from './Page.jsx';
import { loadAbout } from './gateway.js';

const about = await loadAbout();
createRoot(document.getElementById('root')).render(<Page about={about} />);
