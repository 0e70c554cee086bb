// Keys, focus and pointer: criteria B of tests/criteria.tsv, in the modes that fold away.

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { fixture } from './fixture.mjs';
import { open as openPage } from './page.mjs';

const host = await fixture({
  panel: { attributes: 'mode="panel"', below: '<p><a href="/afval.html" id="below">Verder</a></p>' },
  modal: { attributes: 'mode="modal" shortcut="mod+k"', below: `<p>${'Tekst. '.repeat(3_000)}</p><input id="other">` },
  suggest: { attributes: 'mode="suggestions" url-state="query"', form: searchForm('/suggest.html') },
  letter: { attributes: 'shortcut="/"', below: '<input id="other">' },
  combination: { attributes: 'shortcut="mod+k"', below: '<input id="other">' },
  inline: { attributes: 'url-state="query"' },
});
after(host.close);

function searchForm(action) {
  return `<form role="search" aria-label="Zoeken" action="${action}"><label for="q">Wat zoekt u?</label>
    <input id="q" name="q" type="search" autocomplete="off"><button type="submit">Zoeken</button></form>`;
}

const open = (path, options) => openPage(path, { base: host.address, ...options });
const focused = (page) => page.evaluate(() => {
  const { activeElement } = document;
  const links = [...document.querySelectorAll('zoeklicht-search ol h3 a')];
  const at = links.indexOf(activeElement);
  return at >= 0 ? at : activeElement.id || activeElement.className || activeElement.tagName;
});

test('AC-020, AC-022: Escape folds the panel first, then empties the field, and the focus stays', async () => {
  const search = await open('/panel.html');
  const panel = search.page.locator('.zoeklicht-panel');
  const press = (key) => search.page.keyboard.press(key);
  await search.field.focus();
  await search.type('bericht');
  await search.hits.first().waitFor();
  await press('ArrowDown');
  assert.equal(await focused(search.page), 0);
  await press('End');
  assert.equal(await focused(search.page), 9);
  await press('Escape');
  assert.equal(await focused(search.page), 'q', 'from a result back to the field');
  assert.ok(await panel.isVisible());
  await press('Escape');
  await panel.waitFor({ state: 'detached' });
  assert.deepEqual([await focused(search.page), await search.field.inputValue()], ['q', 'bericht']);
  await press('ArrowDown');
  await panel.waitFor();
  assert.equal(await focused(search.page), 'q', 'an arrow unfolds it again');
  await press('Escape');
  await press('Escape');
  assert.deepEqual([await focused(search.page), await search.field.inputValue()], ['q', '']);
  await search.isQuiet();
  await search.close();
});

test('AC-021: in the field of a panel and of suggestions the keys of the field are its own', async () => {
  for (const path of ['/panel.html', '/suggest.html']) {
    const search = await open(path);
    await search.field.focus();
    await search.type('buurt');
    await search.page.locator('.zoeklicht-panel ol, [role=option]').first().waitFor();
    const at = () => search.field.evaluate((field) => [field.selectionStart, field.selectionEnd]);
    await search.page.keyboard.press('Home');
    assert.deepEqual(await at(), [0, 0], path);
    await search.page.keyboard.press('ArrowRight');
    assert.deepEqual(await at(), [1, 1]);
    await search.page.keyboard.press('End');
    await search.page.keyboard.press('ArrowLeft');
    assert.deepEqual(await at(), [4, 4]);
    await search.page.keyboard.press('Control+a');
    assert.deepEqual(await at(), [0, 5]);
    await search.page.keyboard.press('Control+z');
    assert.notEqual(await search.field.inputValue(), 'buurt', 'undo is that of the browser');
    await search.close();
  }
});

test('AC-020, AC-023: suggestions have the keys of a combobox, and Enter searches for what was typed', async () => {
  const search = await open('/suggest.html');
  const options = search.page.getByRole('option');
  const press = (key) => search.page.keyboard.press(key);
  const active = () => search.field.evaluate((field) => document.getElementById(field.getAttribute('aria-activedescendant'))?.textContent);
  await search.field.focus();
  await search.type('buurt');
  await options.first().waitFor();
  const texts = await options.allTextContents();
  assert.equal(await search.field.getAttribute('aria-expanded'), 'true');
  assert.equal(await search.field.getAttribute('role'), 'combobox');
  await press('ArrowDown');
  assert.equal(await active(), texts[0]);
  await press('ArrowUp');
  assert.equal(await active(), undefined, 'from the first back to none');
  await press('ArrowUp');
  assert.equal(await active(), texts.at(-1));
  await press('Home');
  assert.equal(await active(), undefined, 'moving the caret leaves the list');
  await press('Alt+ArrowUp');
  await options.first().waitFor({ state: 'detached' });
  assert.equal(await search.field.getAttribute('aria-expanded'), 'false');
  await press('Alt+ArrowDown');
  await options.first().waitFor();
  await press('Escape');
  await options.first().waitFor({ state: 'detached' });
  assert.deepEqual([await search.field.inputValue(), await focused(search.page)], ['buurt', 'q']);
  await press('Enter');
  await search.says(/‘buurt’/);
  assert.ok(new URL(search.page.url()).searchParams.get('q') === 'buurt', 'what was typed, not a suggestion');

  await search.field.fill('');
  await search.type('buurtw');
  await options.first().waitFor();
  await press('ArrowDown');
  await press('Enter');
  await search.says(/‘buurtwerking’/);
  assert.equal(await search.field.inputValue(), 'buurtwerking');
  await search.isQuiet();
  await search.close();
});

test('AC-023: Enter in the field searches and follows no result', async () => {
  const search = await open('/panel.html');
  await search.field.focus();
  await search.type('afval');
  await search.hits.first().waitFor();
  const before = search.page.url();
  await search.page.keyboard.press('Enter');
  await search.says(/^2 resultaten/);
  assert.equal(search.page.url(), before);
  await search.close();
});

test('AC-024: keys of an input method are left to it', async () => {
  const search = await open('/inline.html?q=bericht');
  await search.says(/^45 resultaten/);
  await search.field.focus();
  const devtools = await search.context.newCDPSession(search.page);
  await devtools.send('Input.imeSetComposition', { text: 'か', selectionStart: 1, selectionEnd: 1 });
  await search.listen();
  for (const [key, code] of [['Enter', 13], ['ArrowDown', 40], ['Escape', 27]]) {
    // What a browser sends while a word is composed.
    await search.field.evaluate((field, [key, code]) => {
      field.dispatchEvent(new KeyboardEvent('keydown', { key, keyCode: code, isComposing: true, bubbles: true, cancelable: true }));
    }, [key, code]);
    assert.equal(await focused(search.page), 'q', key);
    assert.match(await search.field.inputValue(), /bericht/, key);
  }
  await devtools.send('Input.insertText', { text: 'か' });
  await search.close();
});

test('AC-025: no key is listened to on the page by default, and a single letter never', async () => {
  const letter = await open('/letter.html');
  assert.deepEqual(letter.complaints.length, 1, 'the refusal is in the console');
  assert.match(letter.complaints[0], /shortcut="\/" has no Ctrl, Alt or Meta/);
  await letter.page.keyboard.press('/');
  await letter.page.keyboard.press('s');
  assert.equal(await focused(letter.page), 'BODY');
  await letter.close();

  const search = await open('/combination.html');
  assert.equal(await search.field.getAttribute('aria-keyshortcuts'), 'Control+K');
  await search.page.locator('#other').focus();
  await search.page.keyboard.press('Control+k');
  assert.equal(await focused(search.page), 'other', 'not from where someone writes');
  await search.page.locator('#other').blur();
  await search.page.keyboard.press('Control+k');
  assert.equal(await focused(search.page), 'q');
  await search.isQuiet();
  await search.close();
});

test('AC-029: the dialog takes the focus, holds it, and gives it back', async () => {
  const search = await open('/modal.html');
  const { page } = search;
  const opener = page.getByRole('button', { name: 'Zoeken' });
  assert.equal(await opener.getAttribute('aria-haspopup'), 'dialog');
  assert.equal(await page.locator('#q').isVisible(), false, 'the form is for who has no script');
  const width = () => page.evaluate(() => document.querySelector('h1').getBoundingClientRect().width);
  const before = await width();
  await opener.click();
  const dialog = page.getByRole('dialog', { name: 'Deze website doorzoeken' });
  await dialog.waitFor();
  const field = dialog.getByRole('searchbox', { name: 'Wat zoekt u?' });
  await search.until(() => field.evaluate((field) => field === document.activeElement));
  assert.equal(await width(), before, 'the page behind does not move');
  await page.mouse.wheel(0, 2_000);
  assert.equal(await page.evaluate(() => scrollY), 0, 'nor does it scroll');
  await page.keyboard.type('fiets', { delay: 30 });
  await dialog.locator('ol h3 a').first().waitFor();
  for (let tabs = 0; tabs < 20; tabs += 1) {
    await page.keyboard.press('Tab');
    const isOut = await page.evaluate(() => document.activeElement !== document.body && !document.activeElement.closest('dialog'));
    assert.equal(isOut, false, 'Tab stays in the dialog');
  }
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'hidden' });
  assert.equal(await focused(page), 'zoeklicht-open');

  await page.locator('h1').click();
  await page.keyboard.press('Control+k');
  await dialog.waitFor();
  await dialog.getByRole('button', { name: 'Sluiten' }).click();
  await dialog.waitFor({ state: 'hidden' });
  await search.isQuiet();
  await search.close();
});

test('AC-030: after more results the focus is on the first new one, and Shift+Tab goes back', async () => {
  const search = await open('/inline.html?q=bericht');
  await search.says(/^45 resultaten/);
  await search.more.focus();
  await search.page.keyboard.press('Enter');
  await search.hits.nth(10).waitFor();
  await search.until(async () => (await focused(search.page)) === 10);
  await search.page.keyboard.press('Shift+Tab');
  assert.equal(await focused(search.page), 9);
  await search.close();
});

test('AC-031: a tap outside folds the panel, and the field does not make a phone zoom in', async () => {
  const search = await open('/panel.html', { viewport: { width: 390, height: 800 }, hasTouch: true, isMobile: true });
  await search.field.tap();
  await search.type('bericht');
  await search.hits.first().waitFor();
  await search.page.locator('h1').tap();
  await search.page.locator('.zoeklicht-panel').waitFor({ state: 'detached' });
  await search.field.tap();
  await search.page.locator('.zoeklicht-panel').waitFor();
  const modal = await open('/modal.html', { viewport: { width: 390, height: 800 }, hasTouch: true, isMobile: true });
  await modal.page.locator('.zoeklicht-open').tap();
  const size = await modal.page.locator('dialog input').evaluate((field) => parseFloat(getComputedStyle(field).fontSize));
  assert.ok(size >= 16, `${size} px`);
  await Promise.all([search.close(), modal.close()]);
});

test('AC-032: a focus that goes nowhere does not fold the panel, one that goes on does', async () => {
  const search = await open('/panel.html');
  await search.field.focus();
  await search.type('bericht');
  await search.hits.first().waitFor();
  // What a browser sends when a screen reader's own cursor moves into the panel.
  await search.field.evaluate((field) => {
    field.dispatchEvent(new FocusEvent('blur', { relatedTarget: null }));
    field.dispatchEvent(new FocusEvent('focusout', { relatedTarget: null, bubbles: true }));
    field.blur();
  });
  await search.page.waitForTimeout(300);
  assert.ok(await search.page.locator('.zoeklicht-panel').isVisible());
  await search.page.locator('#below').focus();
  await search.page.locator('.zoeklicht-panel').waitFor({ state: 'detached' });
  await search.close();
});
