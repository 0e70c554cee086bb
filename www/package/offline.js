// Copies of an index in Cache Storage, so that visitors can search without a network.
//
// zoeklicht.js loads this for an element with `offline`, index.js for `open(url, { cache })`. What it gives takes the place of
// `fetch` for the engine, which verifies all that it gets, as always. It needs no service worker: an open page goes on
// without one. A worker (sw-helper.js, offline-worker.js) only reads what is kept here.
//
// Each version of an index has a cache, `zoeklicht-<hash of its address>-<checksum of its manifest>`.
// - Nothing enters it that is not whole: a chunk has its hash in its name, a manifest at its end (sections 2 and 3 of
//   crates/format/FORMAT.md).
// - The manifest enters it last, when searches can be answered from it. Older versions then go, unless an open page uses them.
// - Its entries are in the order of their last use: what is used is put anew, once in each view of a page. Where there is too
//   much, the first chunks go.
// - Nothing here fails: what cannot be kept comes from the network.

const PREFIX = 'zoeklicht-';
const MANIFEST = 'manifest.bin';
/** The header of what was kept. By it a page knows that a worker answered with a copy. */
const KEPT = 'x-zoeklicht-kept';
const CHUNK = /^[rltdx]\/([0-9a-f]{16})-([0-7])\.bin$/;
const HASH_BYTES = 8;
const GROUP_CHUNKS_MAX = 8;
/** With a copy at hand, nobody waits longer for a server. */
const PATIENCE_MS = 3_000;
/** Files that are fetched at once when all are wanted: searches want the line too. */
const AT_ONCE = 4;

/**
 * Keeps copies of the index in the folder `src`: of what is used or, with `all`, of everything; of its chunks no more than
 * `maxMb` megabytes. `code` has the addresses of what else a search needs. Gives nothing where there is no Cache Storage.
 */
export async function keep(src, options) {
  try {
    const folder = absolute(src.replace(/\/?$/, '/'));
    const family = `${PREFIX}${await hash(new TextEncoder().encode(folder))}-`;
    // A browser that forbids storage says so only when it is asked for something.
    await caches.keys();
    return new Kept(folder, family, options);
  } catch {
    return undefined;
  }
}

/** Copies of an index. The event `change` says that one of the public properties is another. */
class Kept extends EventTarget {
  /** Whether the network did not answer when it was asked last. */
  isOffline = false;
  /** When the version in use was published; nothing as long as no manifest came. */
  published;
  /** While all is wanted and not all was there: `{ done, total, isPartial }`, in files; `isPartial` where not all fits. */
  progress;

  #folder;
  #family;
  #code;
  #bytesMax;
  #wantsAll;
  #hasAll = false;
  #isFull = false;
  /** The cache of the version in use, and its manifest. */
  #name;
  #manifest;
  /** What was put there since the page was opened, or is about to be. */
  #used = new Set();
  /** The kinds of chunks among them. */
  #kinds = new Set();
  /** Writes are one after the other. */
  #writes = Promise.resolve();
  #waiting = 0;

  constructor(folder, family, { all = false, maxMb = 20, code = [] } = {}) {
    super();
    this.#folder = folder;
    this.#family = family;
    this.#code = code.map(String);
    this.#bytesMax = maxMb * 1_000_000;
    this.#wantsAll = all && !navigator.connection?.saveData;
  }

  /** As the `fetch` of the browser. `asked` is the answer to the same request, if that is under way already. */
  fetch(given, init, asked) {
    const url = absolute(given);
    const path = url.slice(this.#folder.length);
    return path === MANIFEST ? this.#newest(asked ?? fetch(url, init)) : this.#chunk(url, path, init);
  }

  /** Says whether the network answers. */
  setOffline(isOffline) {
    if (isOffline === this.isOffline) return;
    this.isOffline = isOffline;
    this.#tell();
  }

  #tell() {
    this.dispatchEvent(new Event('change'));
  }

  /** The manifest that the server has; else, or if that takes too long, that of the newest copy. */
  async #newest(asked) {
    asked.catch(() => {});
    const url = this.#folder + MANIFEST;
    const copy = await this.#copy(url);
    const late = new Promise((resolve) => copy && setTimeout(resolve, PATIENCE_MS));
    const answer = await Promise.race([asked, late]).catch((error) => {
      if (!copy) throw error;
    });
    const bytes = answer?.ok ? await bytesOf(answer.clone()) : undefined;
    if (bytes && (await isManifest(bytes))) {
      await this.#use(bytes, answer.headers);
      return answer;
    }
    if (!copy) return answer;
    await this.#use(await bytesOf(copy.clone()), copy.headers);
    return copy;
  }

  async #use(bytes, headers) {
    const name = this.#family + hex(bytes.subarray(-HASH_BYTES));
    this.#manifest = { bytes, headers };
    this.published = new Date(headers.get('last-modified') ?? headers.get('date') ?? Date.now());
    this.isOffline = headers.has(KEPT);
    this.#tell();
    if (name === this.#name) return;
    this.#name = name;
    hold(name);
    this.#write(() => this.#carryOver());
    if (this.#wantsAll && !this.isOffline) this.#write(() => void this.#keepAll().catch(() => this.#setProgress()));
  }

  async #chunk(url, path, init) {
    // Without a manifest we would not know where to keep it.
    if (!this.#name || !CHUNK.test(path)) return fetch(url, init);
    if (init?.cache === 'reload') {
      // The engine refused the copy.
      this.#used.delete(url);
    } else {
      const copy = await this.#copy(url);
      if (copy) {
        this.#keep(url, path, copy.headers, bytesOf(copy.clone()));
        return copy;
      }
    }
    try {
      const answer = await fetch(url, init);
      // A server with errors says neither.
      if (!answer.ok) return answer;
      this.setOffline(answer.headers.has(KEPT));
      return heard(answer, (bytes) => this.#keep(url, path, answer.headers, bytes));
    } catch (error) {
      if (error.name !== 'AbortError') this.setOffline(true);
      throw error;
    }
  }

  /** The caches of this index, the oldest first. */
  async #names() {
    return (await caches.keys()).filter((name) => name.startsWith(this.#family));
  }

  /** A copy, from whichever version: the content of a chunk never changes under its name, and of manifests the newest is best. */
  async #copy(url) {
    try {
      for (const name of (await this.#names()).reverse()) {
        const copy = await caches.match(url, { cacheName: name });
        if (copy) return copy;
      }
    } catch {
      // No storage any more: the network will do.
    }
    return undefined;
  }

  #keep(url, path, headers, coming) {
    if (this.#isFull || this.#used.has(url)) return;
    this.#used.add(url);
    this.#write(async () => {
      const bytes = await coming;
      if (bytes && (await isChunk(path, bytes))) {
        if (await this.#put(url, bytes, headers)) this.#kinds.add(path[0]);
        return;
      }
      this.#used.delete(url);
      for (const name of await this.#names()) await (await caches.open(name)).delete(url);
    });
  }

  /** Does this after all other writes; when none waits any more, makes ends meet. */
  #write(work) {
    this.#waiting += 1;
    const end = () => {
      this.#waiting -= 1;
      return this.#waiting === 0 ? this.#settle() : undefined;
    };
    this.#writes = this.#writes.then(work).catch(() => {}).then(end).catch(() => {});
  }

  /** Puts something into the cache. Where the browser has no room for it, half of the chunks make some, once. */
  async #put(url, bytes, given) {
    const headers = new Headers(given);
    // The content is no longer packed.
    headers.delete('content-encoding');
    headers.set('content-length', bytes.length);
    headers.set(KEPT, '1');
    const put = async () => (await caches.open(this.#name)).put(url, new Response(bytes, { headers }));
    try {
      await put();
    } catch {
      try {
        await this.#trim((await this.#trim(Infinity)) / 2);
        await put();
      } catch {
        this.#isFull = true;
      }
    }
    return !this.#isFull;
  }

  /** Lets chunks go until the others have no more bytes than this, and says how many they have. */
  async #trim(bytesMax) {
    const cache = await caches.open(this.#name);
    const chunks = (await cache.keys()).filter(({ url }) => CHUNK.test(url.slice(this.#folder.length)));
    const lengths = await Promise.all(chunks.map(async (chunk) => {
      const copy = await cache.match(chunk);
      return Number(copy?.headers.get('content-length') ?? 0);
    }));
    let total = lengths.reduce((sum, length) => sum + length, 0);
    for (let at = 0; at < chunks.length && total > bytesMax; at += 1) {
      await cache.delete(chunks[at]);
      total -= lengths[at];
    }
    return total;
  }

  /** Takes along what older versions have of this one. */
  async #carryOver() {
    const cache = await caches.open(this.#name);
    const older = (await this.#names()).filter((name) => name !== this.#name);
    if (older.length === 0 || (await cache.match(this.#folder + MANIFEST))) return;
    const own = new Set((await paths(this.#manifest.bytes)).map((path) => this.#folder + path));
    for (const name of older) {
      const other = await caches.open(name);
      for (const request of await other.keys()) {
        if (!own.has(request.url) || (await cache.match(request))) continue;
        await cache.put(request, await other.match(request));
      }
    }
  }

  /** Fetches what is not there yet, as far as there is room. */
  async #keepAll() {
    const all = await paths(this.#manifest.bytes);
    const cache = await caches.open(this.#name);
    const kept = new Set((await cache.keys()).map(({ url }) => url.slice(this.#folder.length)));
    const missing = all.filter((path) => !kept.has(path));
    const count = { done: all.length - missing.length, total: all.length, isPartial: false };
    let total = await this.#trim(Infinity);
    const next = async () => {
      for (let path = missing.shift(); path && !count.isPartial; path = missing.shift()) {
        const { bytes, headers } = await whole(this.#folder + path, path);
        total += bytes.length;
        count.isPartial ||= total > this.#bytesMax || !(await this.#put(this.#folder + path, bytes, headers));
        if (!count.isPartial) this.#setProgress(Object.assign(count, { done: count.done + 1 }));
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, next));
    this.#hasAll = true;
    if (count.isPartial) this.#setProgress(count);
    this.#write(() => {});
  }

  #setProgress(progress) {
    this.progress = progress;
    this.#tell();
  }

  /** Once searches can be answered from this version, says so by its manifest, and lets older ones go. */
  async #settle() {
    const isUsable = this.#hasAll || (this.#kinds.has('r') && this.#kinds.has('t'));
    if (!isUsable || this.#isFull) return;
    const cache = await caches.open(this.#name);
    const names = await this.#names();
    const older = names.slice(0, names.indexOf(this.#name));
    // An older version that is whole is better than a part of this one.
    if (older.length > 0 && this.#wantsAll && !this.#hasAll && !this.isOffline) return;
    for (const url of this.#code) {
      if (await cache.match(url)) continue;
      // The page has just loaded it.
      const answer = await fetch(url, { cache: 'force-cache' }).catch(() => undefined);
      const bytes = answer?.ok ? await bytesOf(answer) : undefined;
      if (bytes) await this.#put(url, bytes, answer.headers);
    }
    const manifest = this.#folder + MANIFEST;
    if (!(await cache.match(manifest))) await this.#put(manifest, this.#manifest.bytes, this.#manifest.headers);
    for (const name of older) {
      await navigator.locks?.request(name, { ifAvailable: true }, (lock) => lock && caches.delete(name));
    }
    await this.#trim(this.#bytesMax);
  }
}

/** An address, which may be relative to the page. */
function absolute(address) {
  return new URL(address, globalThis.document?.baseURI ?? location.href).href;
}

const held = new Set();

/** Says that this page uses a cache, for as long as visitors can come back to it without loading it. */
function hold(name) {
  if (held.has(name)) return;
  held.add(name);
  // A page that holds a lock cannot wait in memory for the visitor to come back, so it lets go when it is left.
  const untilLeft = () => new Promise((resolve) => addEventListener('pagehide', resolve, { once: true }));
  const lock = () => navigator.locks?.request(name, { mode: 'shared' }, untilLeft).catch(() => {});
  lock();
  addEventListener('pageshow', ({ persisted }) => persisted && lock());
}

/** A chunk from the network, past the browser's cache if its copy is damaged. */
async function whole(url, path) {
  for (const cache of ['default', 'reload']) {
    const answer = await fetch(url, { cache });
    const bytes = answer.ok ? await bytesOf(answer) : undefined;
    if (bytes && (await isChunk(path, bytes))) return { bytes, headers: answer.headers };
  }
  throw new Error(`${url} is not whole`);
}

/** The same answer; `listen` is given its bytes once all have come. A clone would fail with the signal of its request. */
function heard(answer, listen) {
  const parts = [];
  const pass = new TransformStream({
    transform(part, controller) {
      parts.push(part);
      controller.enqueue(part);
    },
    flush: () => listen(bytesOf(new Response(new Blob(parts)))),
  });
  return new Response(answer.body.pipeThrough(pass), answer);
}

/** The bytes of an answer; nothing if they do not all come. */
function bytesOf(answer) {
  return answer.arrayBuffer().then((buffer) => new Uint8Array(buffer), () => undefined);
}

/** FORMAT.md, section 2: hashes of the group, whose own hash is in the name, and then what one of them is of. */
async function isChunk(path, bytes) {
  const [, group, place] = CHUNK.exec(path);
  for (let count = GROUP_CHUNKS_MAX; count > Number(place); count -= 1) {
    const hashes = bytes.subarray(0, count * HASH_BYTES);
    if ((await hash(hashes)) !== group) continue;
    return (await hash(bytes.subarray(hashes.length))) === hex(hashes.subarray(place * HASH_BYTES).subarray(0, HASH_BYTES));
  }
  return false;
}

/** FORMAT.md, section 3: its last bytes are the hash of all before. */
async function isManifest(bytes) {
  return bytes.length > HASH_BYTES && (await hash(bytes.subarray(0, -HASH_BYTES))) === hex(bytes.subarray(-HASH_BYTES));
}

/** The files that a manifest names, in the order of FORMAT.md, section 3. */
async function paths(manifest) {
  const HEADER_BYTES = 12;
  const packed = manifest.subarray(HEADER_BYTES, -HASH_BYTES);
  const start = packed.findIndex((byte) => byte < 0x80) + 1;
  const unpacked = new Blob([packed.subarray(start)]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
  const bytes = new Uint8Array(await new Response(unpacked).arrayBuffer());
  let at = 0;
  const number = () => {
    for (let value = 0, unit = 1; ; unit *= 0x80) {
      const byte = bytes[at++];
      value += (byte & 0x7f) * unit;
      if (!(byte & 0x80)) return value;
    }
  };
  const skipText = () => {
    const length = number();
    at += length;
  };
  /** Skips what is so often there, and says how often. */
  const skip = (count, ...parts) => {
    for (let left = count; left > 0; left -= 1) parts.forEach((part) => part());
    return count;
  };
  skip(1, skipText, number); // generator, documents
  skip(number(), skipText, number); // languages, with their documents
  skip(10, number); // words and weights
  skipText(); // dictionary
  const terms = skip(number(), skipText);
  const records = skip(number(), number);
  const texts = skip(number(), number, number);
  const found = [];
  for (const [folder, count] of Object.entries({ r: 1, l: 1, t: terms, d: records, x: texts })) {
    for (let left = count; left > 0; left -= GROUP_CHUNKS_MAX) {
      const group = hex(bytes.subarray(at, (at += HASH_BYTES)));
      for (let place = 0; place < Math.min(left, GROUP_CHUNKS_MAX); place += 1) found.push(`${folder}/${group}-${place}.bin`);
    }
  }
  return found;
}

/** The first 8 bytes of a SHA-256, written out. */
async function hash(bytes) {
  return hex(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)).subarray(0, HASH_BYTES));
}

function hex(bytes) {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
