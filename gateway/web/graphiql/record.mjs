// Writes down from which sources the page was built; a test compares this with the sources that are there.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const ignored = new Set(['node_modules']);

function files(folder) {
  return readdirSync(folder)
    .filter((name) => !ignored.has(name))
    .flatMap((name) => {
      const path = folder === '.' ? name : `${folder}/${name}`;
      return statSync(path).isDirectory() ? files(path) : [path];
    });
}

const hash = createHash('sha256');
for (const path of files('.').sort()) {
  hash.update(`${path}\0`).update(readFileSync(path)).update('\0');
}
writeFileSync(join('..', 'static', 'graphiql', 'sources.sha256'), `${hash.digest('hex')}\n`);
