import { readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { dirname, extname, join, relative, resolve, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type BuildFailure, build, type Loader, type Plugin } from 'esbuild';
import { TelltaleError } from '../core/errors.js';
import { type Inputs, inputCollector } from './inputs.js';
import { entries, isEntry, libraryPackage, libraryRoot, runningEntry } from './library.js';
import { textModule } from './texts.js';

/** The content of a project as one ES module that needs nothing but absolute imports, and its texts. */
export interface Bundle {
  readonly code: string;
  /** The files that are imported as text, sorted. */
  readonly texts: readonly string[];
  /** The source map, JSON; its sources are relative to the folder of the config file. */
  readonly map: string;
  readonly inputs: Inputs;
}

const loaders: Readonly<Record<string, Loader>> = {
  ...{ '.ts': 'ts', '.mts': 'ts', '.cts': 'ts', '.tsx': 'tsx' },
  ...{ '.js': 'js', '.mjs': 'js', '.cjs': 'js', '.jsx': 'jsx' },
  '.json': 'json',
};
const textEndings = new Set(['.md', '.txt', '.yaml', '.yml', '.tmpl']);

/**
 * Bundles a config file with all that it imports: TypeScript, JSON, and .md, .txt, .yaml and .tmpl files as text.
 * Packages stay outside, and an import of this library is the running one.
 * @throws TelltaleError that names file and line.
 */
export async function bundle(config: string): Promise<Bundle> {
  const collector = inputCollector();
  const root = dirname(config);
  const texts = new Set<string>();
  try {
    const result = await build({
      entryPoints: [config],
      absWorkingDir: root,
      outfile: join(root, 'telltale.bundle.js'),
      bundle: true,
      write: false,
      format: 'esm',
      platform: 'node',
      target: 'node20',
      // The conditions of Node itself; a bundler's "module" would pick files that Node cannot load.
      conditions: [],
      charset: 'utf8',
      sourcemap: 'external',
      sourcesContent: false,
      logLevel: 'silent',
      // No tsconfig.json is read: content means the same wherever it lies.
      tsconfigRaw: { compilerOptions: { target: 'es2022', useDefineForClassFields: true } },
      plugins: [imports(collector), sources(collector, texts)],
    });
    const text = (ending: string) => result.outputFiles.find(file => file.path.endsWith(ending))?.text ?? '';
    return { code: text('.js'), texts: [...texts].sort(), map: text('.map'), inputs: collector.inputs() };
  } catch (error) {
    throw explain(error, root);
  }
}

type Collector = ReturnType<typeof inputCollector>;

/** Marks a lookup of our own, so that it does not come back to us. */
const ours = Symbol('looked up');

/**
 * Packages, and what may lie in this library. Every import that the bundler has to ask about costs more than to bundle
 * a file: from one file of the content to another it finds the way alone.
 */
const asked = /^[^.]|(^|[\\/])(src|dist)([\\/]|$)/;

function imports(collector: Collector): Plugin {
  const library = libraryPackage().name;
  return {
    name: 'imports',
    setup(builder) {
      builder.onResolve({ filter: asked }, async ({ path, importer, resolveDir, kind, pluginData }) => {
        if (pluginData === ours || kind === 'entry-point') return undefined;
        if (isBuiltin(path)) return { path: path.startsWith('node:') ? path : `node:${path}`, external: true };
        if (path === library) return running;
        const plain = resolve(resolveDir, path);
        if (path.startsWith('.') && (entries.has(plain) || entries.has(plain.replace(/\.js$/, '.ts')))) return running;
        const found = await builder.resolve(path, { importer, resolveDir, kind, pluginData: ours });
        if (found.errors.length > 0) return { errors: found.errors };
        if (isEntry(found.path)) return running;
        if (isInside(found.path)) return { errors: [deep(found.path)] };
        const name = /^(?:@[^/]+\/)?[^./#][^/]*/.exec(path)?.[0];
        if (name) collector.package(name, resolveDir);
        if (name && found.path.includes(`${sep}node_modules${sep}`)) return external(found.path);
        return found;
      });
    },
  };
}

const external = (path: string) => ({ path: pathToFileURL(path).href, external: true });
const running = external(runningEntry);

const isInside = (path: string): boolean =>
  ['src', 'dist'].some(folder => path.startsWith(join(libraryRoot, folder) + sep)) &&
  !path.includes('node_modules', libraryRoot.length);

function deep(path: string) {
  const text = `"${relative(libraryRoot, path)}" is inside the library`;
  return { text, notes: [{ text: 'import what you need from the library itself: everything for content is there' }] };
}

/** Reads the files, so that what is bundled is what is hashed. Texts stay outside: prose changes no bundle. */
function sources(collector: Collector, texts: Set<string>): Plugin {
  return {
    name: 'sources',
    setup(builder) {
      builder.onLoad({ filter: /.*/, namespace: 'file' }, ({ path }) => {
        const ending = extname(path);
        const loader = loaders[ending];
        if (isInside(path)) return { errors: [deep(path)] };
        if (textEndings.has(ending)) {
          texts.add(path);
          return { contents: textModule(path), loader: 'js' };
        }
        if (!loader) return undefined;
        const content = readFileSync(path);
        collector.file(path, content);
        return { contents: loader === 'ts' || loader === 'js' ? situate(content.toString(), path) : content, loader };
      });
    },
  };
}

/** The bundle lies elsewhere: a file that asks where it is gets its own place. */
function situate(text: string, path: string): string {
  if (!text.includes('import.meta.')) return text;
  return text
    .replace(/\bimport\.meta\.url\b/g, JSON.stringify(pathToFileURL(path).href))
    .replace(/\bimport\.meta\.filename\b/g, JSON.stringify(path))
    .replace(/\bimport\.meta\.dirname\b/g, JSON.stringify(dirname(path)));
}

function explain(error: unknown, root: string): unknown {
  const [first, ...others] = (error as BuildFailure).errors ?? [];
  if (!first) return error;
  const more = others.length > 0 ? ` (and ${others.length} more of the kind)` : '';
  const { location, notes } = first;
  const fix = location?.suggestion ? `write ${location.suggestion}` : notes[0]?.text;
  const site = location && { file: join(root, location.file), line: location.line, column: location.column + 1 };
  return new TelltaleError(`${first.text}${more}`, { ...(fix && { fix }), ...(site && { site }), cause: error });
}
