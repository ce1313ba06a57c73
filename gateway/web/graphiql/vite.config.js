import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

// The gateway serves the built folder under /graphiql/ and its index.html at /.
export default defineConfig({
  base: '/graphiql/',
  plugins: [react()],
  build: {
    outDir: '../static/graphiql',
    emptyOutDir: true,
    chunkSizeWarningLimit: 8000,
    modulePreload: { polyfill: false },
  },
  worker: { format: 'es' },
});
