/** Writes the schemas and their validators to src/schema. Run it after a change here or a new version of the SDK. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { folder, generatedFiles } from './artefacts.js';

const root = new URL(`../../${folder}`, import.meta.url);
mkdirSync(new URL('generated/', root), { recursive: true });
for (const [path, text] of generatedFiles()) {
  writeFileSync(new URL(path, root), text);
  console.log(`${folder}${path}  ${Math.round(text.length / 1024)} kB`);
}
