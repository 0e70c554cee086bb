// The demo as a government would serve it: by nginx, with real headers, of which it writes down what it was asked.
//
// The pages of the demo have the policy in them too, for hosts without headers; a browser obeys both.

import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { DEMO } from './environment.mjs';
import { freePort } from './site.mjs';

/** The strictest policy that the search works under: the one that the documentation says to copy. */
export const POLICY = readFileSync(new URL('../../www/docs/policy.txt', import.meta.url), 'utf8').trim();

/** What servers of governments send with every answer. */
const HEADERS = {
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'SAMEORIGIN',
  'Referrer-Policy': 'strict-origin-when-cross-origin',
  'Permissions-Policy': 'camera=(), geolocation=(), microphone=()',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};

/**
 * Serves `root`.
 *
 * - `policy` is the Content-Security-Policy, `headers` are further headers or other ones, `undefined` to leave one out.
 * - `locations` is more configuration of the server, such as `location = /zoeklicht/zoeklicht.js { return 404; }`.
 * - `files` are files besides those of `root`, from path to content: they are looked for first.
 *
 * `address` has no slash at the end. `log()` gives a row for each request: `{ method, uri, status, referer, cookie, body }`.
 */
export async function nginx({ root = DEMO, policy = POLICY, headers = {}, locations = '', files = {} } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'zoeklicht-nginx-'));
  // Where nothing may be trusted, there is no worker: its address needs a policy of the site's own.
  const registers = policy.includes("trusted-types 'none'") ? { 'assets/site.js': '' } : {};
  for (const [path, content] of Object.entries({ ...registers, ...files })) {
    mkdirSync(dirname(join(folder, 'files', path)), { recursive: true });
    writeFileSync(join(folder, 'files', path), content);
  }
  const sent = Object.entries({ ...HEADERS, 'Content-Security-Policy': policy, ...headers });
  const send = sent.filter(([, value]) => value).map(([name, value]) => `add_header ${name} "${value}" always;`).join('\n    ');
  const port = await freePort();
  // One process, of the user who runs the test: it can read the folder, and nothing is left when it is killed.
  writeFileSync(join(folder, 'nginx.conf'), `
master_process off; daemon off; pid nginx.pid; worker_rlimit_nofile 1024;
events { worker_connections 256; }
http {
  client_body_temp_path t1; proxy_temp_path t2; fastcgi_temp_path t3; uwsgi_temp_path t4; scgi_temp_path t5;
  include /etc/nginx/mime.types;
  default_type application/octet-stream;
  charset utf-8;
  log_format all escape=json '{"method":"$request_method","uri":"$request_uri","status":$status,"referer":"$http_referer",'
    '"cookie":"$http_cookie","body":"$request_body"}';
  access_log access.log all;
  gzip on; gzip_types text/css text/javascript application/javascript application/wasm image/svg+xml; gzip_vary on;
  server_tokens off;
  server {
    listen 127.0.0.1:${port};
    root ${folder}/files;
    absolute_redirect off;
    index index.html;
    ${send}
    ${locations}
    location / { try_files $uri $uri/index.html @demo; }
    location @demo { root ${root}; }
  }
}`);
  const log = join(folder, 'access.log');
  const program = spawn('nginx', ['-p', folder, '-c', join(folder, 'nginx.conf'), '-e', join(folder, 'error.log')], { stdio: 'ignore' });
  let problem;
  program.on('error', (error) => (problem = error));
  const address = `http://127.0.0.1:${port}`;
  for (let tries = 400; ; tries -= 1) {
    if (problem || program.exitCode !== null || tries === 0) {
      const said = existsSync(join(folder, 'error.log')) ? readFileSync(join(folder, 'error.log'), 'utf8') : '';
      throw new Error(`nginx did not start (Debian: \`apt-get install nginx\`): ${problem?.message ?? said}`);
    }
    if (await fetch(`${address}/starting`).catch(() => undefined)) break;
    await sleep(25);
  }
  const read = () => readFileSync(log, 'utf8').split('\n').filter(Boolean).map((line) => JSON.parse(line));
  return {
    address,
    /** All requests so far, in the order in which they were answered. */
    async log() {
      // nginx notes a request after its answer was read; but being one process it has noted all once it notes this one.
      const last = `/the-last-${performance.now()}`;
      await fetch(address + last);
      for (const end = Date.now() + 20_000; ; await sleep(5)) {
        const rows = read();
        const at = rows.findIndex(({ uri }) => uri === last);
        if (at >= 0) return rows.slice(0, at).filter(({ uri }) => !/^\/(the-last-|starting)/.test(uri));
        if (Date.now() > end) throw new Error('nginx notes nothing');
      }
    },
    close() {
      program.kill('SIGKILL');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
