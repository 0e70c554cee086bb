// Chromium, Firefox and WebKit with one face, for what has to hold in each: it knows keys and scripts, and nothing else.
//
//   BASE_URL=… CHROMIUM_PATH=… CHROMIUM_FLAGS=… FIREFOX_PATH=… WEBKIT_DRIVER_PATH=… xvfb-run -a node --test engines.test.mjs
//
// An engine takes part if its variable is set; WebKit is the one that needs a display. `cargo xtask test --engines` does it all.

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import playwright from 'playwright-core';
import puppeteer from 'puppeteer-core';
import { Builder, Capabilities, Key } from 'selenium-webdriver';
import { findFreePort } from 'selenium-webdriver/net/portprober.js';
import { DriverService } from 'selenium-webdriver/remote/index.js';
import { required } from './environment.mjs';

const PROGRAMS = { chromium: 'CHROMIUM_PATH', firefox: 'FIREFOX_PATH', webkit: 'WEBKIT_DRIVER_PATH' };

/** The engines that take part. */
export const ENGINES = Object.keys(PROGRAMS).filter((engine) => process.env[PROGRAMS[engine]]);
if (ENGINES.length === 0) throw new Error(`none of ${Object.values(PROGRAMS)} is set; run \`cargo xtask test\``);

// Long enough for a busy machine; nothing waits so long where all is well.
const PATIENCE_MS = 30_000;

// Colours and motion are settings of a whole browser in Firefox and WebKit, so each kind of browser is started once.
const started = new Map();

/** Ends all browsers of an engine. */
export async function quit(engine) {
  for (const [kind, browser] of started) {
    if (!kind.startsWith(engine)) continue;
    started.delete(kind);
    await (await browser).close();
  }
}

/**
 * A page at an address, in a profile of its own, except in WebKit. Only one page may be open at a time.
 *
 * - `evaluate(script, argument)` runs a function, or a text, in the page; `until` does, until the answer is `true`.
 * - `press('Control+a')` presses a key, `type(text, delay)` all letters of a text, with a pause between them.
 * - `back` and `forward` go through the history and do not wait: a page that was kept tells nobody that it is there again.
 * - `complaints` are the errors and warnings that the engine tells of; WebKit's driver tells of none.
 */
export async function open(engine, address, { width = 1280, height = 900, isDark = false, isStill = false } = {}) {
  const kind = `${engine} ${isDark} ${isStill}`;
  if (!started.has(kind)) started.set(kind, START[engine]({ isDark, isStill }));
  const page = await (await started.get(kind)).page({ width, height });
  await page.goto(address);
  return {
    ...page,
    back: () => page.evaluate(() => history.back()),
    forward: () => page.evaluate(() => history.forward()),
    async until(script, argument) {
      let last;
      for (const end = performance.now() + PATIENCE_MS; performance.now() < end; await sleep(50)) {
        // While one page gives way to another there is none to ask.
        last = await page.evaluate(script, argument).catch((error) => ({ error }));
        if (last === true) return;
      }
      throw new Error(`not true within ${PATIENCE_MS} ms: ${script} of ${argument}`, { cause: last?.error ?? last });
    },
  };
}

const START = {
  async chromium({ isDark, isStill }) {
    const browser = await playwright.chromium.launch({
      executablePath: required('CHROMIUM_PATH'),
      args: required('CHROMIUM_FLAGS').split(' '),
    });
    const media = { colorScheme: isDark ? 'dark' : 'light', reducedMotion: isStill ? 'reduce' : 'no-preference' };
    return {
      async page(viewport) {
        const context = await browser.newContext({ viewport, ...media });
        return { ...alike(await context.newPage()), close: () => context.close() };
      },
      close: () => browser.close(),
    };
  },

  async firefox({ isDark, isStill }) {
    const browser = await puppeteer.launch({
      browser: 'firefox',
      executablePath: required('FIREFOX_PATH'),
      defaultViewport: null,
      extraPrefsFirefox: { 'ui.systemUsesDarkTheme': Number(isDark), 'ui.prefersReducedMotion': Number(isStill) },
    });
    return {
      async page(viewport) {
        const context = await browser.createBrowserContext();
        const page = await context.newPage();
        // The size of the window is what matters, and is set; not every Firefox can be told how it is turned.
        await page.setViewport(viewport).catch((error) => {
          if (!error.message.includes('setScreenOrientationOverride')) throw error;
        });
        return { ...alike(page), close: () => context.close() };
      },
      close: () => browser.close(),
    };
  },

  async webkit({ isDark, isStill }) {
    const settings = mkdtempSync(join(tmpdir(), 'zoeklicht-webkit-'));
    mkdirSync(join(settings, 'gtk-3.0'));
    writeFileSync(join(settings, 'gtk-3.0', 'settings.ini'), `[Settings]\ngtk-enable-animations=${!isStill}\n`);
    const port = await findFreePort();
    const service = new DriverService(required('WEBKIT_DRIVER_PATH'), {
      port,
      loopback: true,
      args: [`--port=${port}`],
      env: { ...process.env, XDG_CONFIG_HOME: settings, GTK_THEME: isDark ? 'Adwaita:dark' : 'Adwaita' },
    });
    const driver = await new Builder()
      .disableEnvironmentOverrides()
      .usingServer(await service.start())
      .withCapabilities(new Capabilities({ browserName: 'MiniBrowser' }))
      .build();
    return {
      // The driver knows one window at a time, and a new one takes seconds: pages follow each other in it.
      page: (viewport) => ({ ...webdriver(driver, viewport), close: () => driver.switchTo().defaultContent() }),
      async close() {
        await driver.quit();
        await service.kill();
        rmSync(settings, { recursive: true });
      },
    };
  },
};

/** What Playwright and Puppeteer have in common. */
function alike(page) {
  const complaints = [];
  page.on('console', (message) => {
    if (['error', 'warning', 'warn'].includes(message.type())) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  return {
    complaints,
    goto: (address) => page.goto(address),
    evaluate: (script, argument) => page.evaluate(script, argument),
    type: (text, delay) => page.keyboard.type(text, { delay }),
    async press(keys) {
      const [key, ...modifiers] = keys.split('+').reverse();
      for (const modifier of modifiers) await page.keyboard.down(modifier);
      await page.keyboard.press(key);
      for (const modifier of modifiers) await page.keyboard.up(modifier);
    },
  };
}

function webdriver(driver, { width, height }) {
  const code = (key) => (key.length === 1 ? key : Key[key.replace(/(?<=[a-z])(?=[A-Z]|space$)/, '_').toUpperCase()]);
  return {
    complaints: [],
    async goto(address) {
      const size = () => driver.executeScript('return { width: innerWidth, height: innerHeight }');
      const window = driver.manage().window();
      await window.setRect({ width, height });
      const inner = await size();
      await window.setRect({ width: 2 * width - inner.width, height: 2 * height - inner.height });
      if ((await size()).width > width) {
        // No window is narrower than its toolbar, but a frame can be. A blank page would have the policy of the last one.
        await driver.get(new URL('/frame', address).href);
        await driver.executeAsyncScript((src, width, height, loaded) => {
          const frame = Object.assign(document.createElement('iframe'), { src, width, height, onload: () => loaded() });
          document.body.append(frame);
        }, address, width, height);
        await driver.switchTo().frame(0);
      } else {
        await driver.get(address);
      }
    },
    evaluate(script, argument) {
      return driver.executeScript(typeof script === 'string' ? script : `return (${script})(arguments[0])`, argument);
    },
    async type(text, delay = 0) {
      const actions = driver.actions();
      for (const letter of text) actions.sendKeys(letter).pause(delay);
      await actions.perform();
    },
    async press(keys) {
      const [key, ...modifiers] = keys.split('+').reverse().map(code);
      const actions = driver.actions();
      for (const modifier of modifiers) actions.keyDown(modifier);
      actions.sendKeys(key);
      for (const modifier of modifiers) actions.keyUp(modifier);
      await actions.perform();
    },
  };
}
