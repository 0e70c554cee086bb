#!/usr/bin/env node
// `npx zoeklicht`: the native command if there is one, else the same command as WebAssembly, which needs nothing but Node.
//
// The native one is that of `ZOEKLICHT_BINARY`, or of an optional package such as `@zoeklicht/linux-x64`.

import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { constants, tmpdir } from 'node:os';
import { parse } from 'node:path';
import { fileURLToPath } from 'node:url';

// Older ones lack `node:wasi` as it is used here.
const NODE_MIN = 20;

const { platform, arch, env, argv, version } = process;
const require = createRequire(import.meta.url);

/** Says what is wrong, and ends. */
function fail(what, hint) {
  console.error(`error: ${what}\nhint: ${hint}`);
  process.exit(2);
}

/** A file of another package, if that is installed. */
function file(name) {
  try {
    return require.resolve(name);
  } catch {
    return undefined;
  }
}

/** Runs a native command in our place; gives why it could not be started, if so. */
async function runNative(program) {
  const { spawn } = await import('node:child_process');
  const child = spawn(program, argv.slice(2), { stdio: 'inherit' });
  // Only now: what cannot start leaves these signals to what takes its place.
  child.on('spawn', () => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  });
  return new Promise((done) => {
    child.on('error', ({ message }) => done(message));
    child.on('exit', (code, signal) => {
      process.exitCode = code ?? 128 + constants.signals[signal];
      done();
    });
  });
}

/** Runs the command as WebAssembly, with the files of this machine. */
async function runWasm(module) {
  const { WASI } = await quietly(() => import('node:wasi'));
  // The top of the file system. On Windows it is that of the current drive, and paths are given without one.
  const { root } = parse(process.cwd());
  const inside = (path) => `/${path.slice(root.length)}`.replaceAll('\\', '/');
  const places = {
    PWD: inside(process.cwd()),
    TMPDIR: inside(tmpdir()),
    ZOEKLICHT_ASSETS: inside(fileURLToPath(new URL('..', import.meta.url))),
  };
  const options = { version: 'preview1', args: ['zoeklicht', ...argv.slice(2)], env: { ...env, ...places }, preopens: { '/': root } };
  const wasi = await quietly(() => new WASI({ ...options, returnOnExit: true }));
  const { instance } = await WebAssembly.instantiate(readFileSync(module), wasi.getImportObject());
  process.exitCode = wasi.start(instance);
}

/** Without Node's word that `node:wasi` is experimental, which is of no use to who runs this. */
async function quietly(act) {
  const { emitWarning } = process;
  process.emitWarning = (warning, ...rest) => {
    if (!String(warning).startsWith('WASI')) emitWarning.call(process, warning, ...rest);
  };
  try {
    return await act();
  } finally {
    process.emitWarning = emitWarning;
  }
}

if (Number(version.slice(1).split('.')[0]) < NODE_MIN) {
  fail(`zoeklicht needs Node.js ${NODE_MIN} or newer, and this is ${version}`, 'install a newer Node.js');
}
const chosen = env.ZOEKLICHT_BINARY;
if (chosen && !existsSync(chosen)) {
  fail(`\`ZOEKLICHT_BINARY\` is \`${chosen}\`, where no program is`, 'correct it, or leave it out for the command as WebAssembly');
}
const program = chosen || file(`@zoeklicht/${platform}-${arch}/zoeklicht${platform === 'win32' ? '.exe' : ''}`);
const problem = program && await runNative(program);
if (problem && chosen) fail(`\`${program}\` could not be started: ${problem}`, 'set `ZOEKLICHT_BINARY` to another');
if (problem) console.error(`warning: \`${program}\` could not be started (${problem}); the command runs as WebAssembly`);
if (problem || !program) {
  const module = file('@zoeklicht/wasm/zoeklicht.wasm');
  if (!module) fail('there is no command for this machine', 'install the package `@zoeklicht/wasm`, or set `ZOEKLICHT_BINARY` to a native one');
  await runWasm(module);
}
