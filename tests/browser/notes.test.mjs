// The note of a citation, in each of its forms: an endnote without scripts, a card at the marker, a sheet under the
// thumb, a card in the margin.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { launch, open, richest, serve } from './site.mjs';

const briefing = richest('briefings/', /class="cite"/g);
let browser, server;
before(async () => {
  server = await serve();
  browser = await launch();
});
after(async () => {
  await browser?.close();
  server?.close();
});

const MARKER = 'main a.cite#r2';
const CARD = '#c2';
const isOpen = (page) => page.locator(CARD).evaluate((card) => card.matches(':popover-open'));
const waitFor = (page, open) =>
  page.waitForFunction(([id, wanted]) => document.querySelector(id).matches(':popover-open') === wanted, [CARD, open]);

async function briefingAt(t, viewport, options = {}) {
  const page = await open(t, browser, { viewport, ...options });
  await page.goto(server.url(briefing));
  await page.locator(MARKER).scrollIntoViewIfNeeded();
  return page;
}

/** The pointer comes from beside the marker and rests on it. */
async function hover(page) {
  const box = await page.locator(MARKER).boundingBox();
  await page.mouse.move(box.x - 60, box.y + 60);
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2, { steps: 4 });
}

test('without scripts: from the marker to the note and back', async (t) => {
  const page = await briefingAt(t, { width: 900, height: 900 }, { javaScriptEnabled: false });
  await page.locator(MARKER).click();
  assert.equal(new URL(page.url()).hash, '#n2');
  const note = page.locator('#n2');
  assert.ok(await note.evaluate((item) => item.matches(':target')));
  assert.ok(await note.locator('blockquote, .whole-source, .withheld, .ref').first().isVisible());
  await note.locator('a[role="doc-backlink"]').click();
  assert.equal(new URL(page.url()).hash, '#r2');
  const box = await page.locator(MARKER).boundingBox();
  assert.ok(box.y >= 0 && box.y < 900, 'the marker is on the screen');
});

test('each marker has a note, each note a marker, and the name of a marker contains its number', async (t) => {
  const page = await briefingAt(t, { width: 900, height: 900 });
  const { markers, notes, misnamed } = await page.evaluate(() => ({
    markers: [...document.querySelectorAll('main a.cite')].map((marker) => marker.hash.slice(2)),
    notes: [...document.querySelectorAll('.endnotes > ol > li')].map((item) => item.id.slice(1)),
    misnamed: [...document.querySelectorAll('main a.cite')].filter((marker) => !marker.ariaLabel.includes(marker.textContent)).length,
  }));
  assert.deepEqual(markers.map(Number).sort((a, b) => a - b), notes.map(Number));
  assert.equal(misnamed, 0);
});

describe('a card at its marker, at 900 px', () => {
  const size = { width: 900, height: 900 };

  test('opens when the pointer rests on the marker, and closes when it leaves', async (t) => {
    const page = await briefingAt(t, size);
    await page.evaluate(() => document.querySelector('#c2').addEventListener('toggle', () => { globalThis.opened ??= performance.now(); }));
    await page.evaluate(() => document.querySelector('#r2').addEventListener('pointerenter', () => { globalThis.entered ??= performance.now(); }));
    await hover(page);
    await waitFor(page, true);
    const delay = await page.evaluate(() => globalThis.opened - globalThis.entered);
    assert.ok(delay >= 100, `it waits a moment: ${delay} ms`);
    assert.ok(delay < 1500, `and no longer: ${delay} ms`);
    const card = await page.locator(CARD).boundingBox();
    assert.ok(card.x >= 0 && card.x + card.width <= 900 && card.y >= 0 && card.y + card.height <= 900, 'it is on the screen');
    await page.mouse.move(5, 5, { steps: 4 });
    await waitFor(page, false);
  });

  test('does not open for a pointer that only passes', async (t) => {
    const page = await briefingAt(t, size);
    const opened = page.evaluate(() => new Promise((resolve) => {
      document.querySelector('#c2').addEventListener('toggle', () => resolve(true));
      setTimeout(() => resolve(false), 700);
    }));
    const box = await page.locator(MARKER).boundingBox();
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    await page.mouse.move(5, 5);
    assert.equal(await opened, false);
  });

  test('the pointer may enter it, and Escape closes it', async (t) => {
    const page = await briefingAt(t, size);
    await hover(page);
    await waitFor(page, true);
    const card = await page.locator(CARD).boundingBox();
    await page.mouse.move(card.x + card.width / 2, card.y + card.height / 2, { steps: 6 });
    await page.waitForTimeout(600);
    assert.ok(await isOpen(page), 'it stays while the pointer is inside');
    await page.keyboard.press('Escape');
    await waitFor(page, false);
  });

  test('opens on focus from the keyboard', async (t) => {
    const page = await briefingAt(t, size);
    // The link before the marker takes the focus, and Tab goes on from there.
    await page.evaluate(() => {
      const links = [...document.querySelectorAll('a[href]')];
      links[links.indexOf(document.querySelector('#r2')) - 1].focus({ focusVisible: true });
    });
    await page.keyboard.press('Tab');
    assert.equal(await page.evaluate(() => document.activeElement.id), 'r2');
    await waitFor(page, true);
    await page.keyboard.press('Escape');
    await waitFor(page, false);
    assert.equal(await page.evaluate(() => document.activeElement.id), 'r2', 'the focus stays on the marker');
  });
});

test('on a telephone: a tap raises the sheet, a second tap follows the link', async (t) => {
  const page = await briefingAt(t, { width: 390, height: 844 }, { hasTouch: true, isMobile: true });
  await page.locator(MARKER).tap();
  await waitFor(page, true);
  assert.equal(new URL(page.url()).hash, '', 'the page has not moved on');
  await page.waitForTimeout(300);
  const sheet = await page.locator(CARD).boundingBox();
  assert.ok(Math.abs(sheet.y + sheet.height - 844) < 2 && sheet.width >= 388, 'it stands at the bottom edge');
  const marker = await page.locator(MARKER).boundingBox();
  assert.ok(marker.y + marker.height <= sheet.y + 1, 'it does not cover its marker');
  await page.locator(MARKER).tap();
  await page.waitForURL(/#n2$/);
});

describe('cards in the margin, at 1440 px', () => {
  test('each stands beside its marker or below its neighbour, and none covers another', async (t) => {
    const page = await briefingAt(t, { width: 1440, height: 900 });
    const places = await page.evaluate(() => [...document.querySelectorAll('main a.cite')].slice(0, 240).map((marker) => {
      const card = document.getElementById('c' + marker.hash.slice(2)).getBoundingClientRect();
      const text = document.querySelector('.prose').getBoundingClientRect();
      return { note: marker.textContent, marker: marker.getBoundingClientRect().top, top: card.top, bottom: card.bottom, beside: card.left >= text.right };
    }));
    assert.ok(places.length > 1);
    const faults = places.flatMap(({ note, marker, top, bottom, beside }, at) => {
      const above = places[at - 1];
      const found = [];
      if (!beside) found.push(`${note} is not in the margin`);
      if (above && top < above.bottom - 0.5) found.push(`${note} covers ${above.note}`);
      const held = above && top - above.bottom < 12;
      if (top < marker - 12 || (Math.abs(top - marker) > 12 && !held)) found.push(`${note} stands ${top - marker} px from its marker`);
      if (bottom <= top) found.push(`${note} is empty`);
      return found;
    });
    assert.deepEqual(faults, []);
  });

  test('they are there without scripts', async (t) => {
    const page = await briefingAt(t, { width: 1440, height: 900 }, { javaScriptEnabled: false });
    const [marker, card] = [await page.locator(MARKER).boundingBox(), await page.locator(CARD).boundingBox()];
    assert.ok(card.x > marker.x, 'beside the text');
    assert.ok(card.y < 900 && card.y + card.height > 0, 'on the screen with its marker');
  });
});

test('“Read in source” lands on the passage, and “cited in” opens the statement that cites it', async (t) => {
  const page = await briefingAt(t, { width: 900, height: 900 });
  const link = page.locator('.endnotes .meta a[href*="#p"]').first();
  const number = await link.evaluate((a) => a.closest('li').id.slice(1));
  const id = new URL(await link.evaluate((a) => a.href)).hash.slice(1);
  await link.click();
  await page.waitForURL(new RegExp(`#${id}$`));
  const passage = page.locator(`#${id}`);
  assert.ok(await passage.evaluate((element) => element.matches(':target')));
  const box = await passage.boundingBox();
  assert.ok(box.y >= 0 && box.y < 450, `the passage is in sight, ${box.y} px down`);

  await passage.locator('details.cited-in:not(.compare) > summary').click();
  const back = passage.locator(`details.cited-in:not(.compare) a[href$="${briefing.replace(/index\.html$/, '')}index.html#r${number}"], details.cited-in a[href$="#r${number}"]`).first();
  await back.click();
  await page.waitForURL(new RegExp(`#r${number}$`));
  const marker = await page.locator(`#r${number}`).boundingBox();
  assert.ok(marker.y >= 0 && marker.y < 900, 'the citing statement is in sight');
});
