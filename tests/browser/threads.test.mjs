// What ties pages: passages to compare, entities and where they are named, events that two pages tell, and graph.json.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { files, launch, open, read, richest, serve } from './site.mjs';

let browser, server, folder;
before(async () => {
  server = await serve();
  browser = await launch();
  folder = ties();
});
after(async () => {
  await browser?.close();
  server?.close();
  if (folder) fs.rmSync(folder, { recursive: true });
});

/** A site with a person who is named often, and two briefings that tell of one day by the same passage. */
function ties() {
  const root = fs.mkdtempSync(path.join(os.tmpdir(), 'ibid-threads-'));
  const write = (file, text) => {
    fs.mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    fs.writeFileSync(path.join(root, file), text);
  };
  const numbers = [...Array(15).keys()].map((n) => n + 1);
  write('ibid.toml', '[checks]\nunsealed-source = "allow"\n');
  write('content/people/ann.md', '---\ntitle: Ann Stone\n---\n');
  write('content/sources/log.md', `---\ntitle: The log\nlanguage: en\nrights: full\n---\n\n${numbers.map((n) => `It rained. Then Ann Stone came by boat ${n}. {#p${n}}\n`).join('\n')}`);
  write('content/briefings/a.md', `---\ntitle: Piers\n---\n\n- 2024-03-05: The pier opens [@log#p1].\n- 2024-03-06: It shuts [@log#p2].\n\n${numbers.map((n) => `Ann Stone came by boat ${n} [@log#p${n}].`).join('\n')}\n`);
  write('content/briefings/b.md', '---\ntitle: Bands\n---\n\n- 2024-03-05: Hanworth has a pier again [@log#p1].\n- 2024-03-07: A band plays [@log#p3].\n');
  const binary = ['release', 'debug']
    .map((kind) => fileURLToPath(new URL(`../../target/${kind}/ibid`, import.meta.url)))
    .filter((file) => fs.existsSync(file))
    .sort((a, b) => fs.statSync(b).mtimeMs - fs.statSync(a).mtimeMs)[0];
  execFileSync(process.env.IBID ?? binary, ['build'], { cwd: root, stdio: 'ignore' });
  return root;
}

const address = (file) => pathToFileURL(path.join(folder, 'public', file)).href;

test('a passage leads to one of another source, and that back to it', async (t) => {
  const page = await open(t, browser, { javaScriptEnabled: false });
  await page.goto(server.url(richest('sources/', /class="cited-in compare"/g)));
  const passage = page.locator('.passage:has(> .compare)').first();
  const from = await passage.getAttribute('id');
  const place = (address) => new URL(address).pathname.replace(/index\.html$/, '');
  const source = place(page.url());
  const link = passage.locator('.compare a.where').first();
  assert.equal(await link.isVisible(), false);
  await passage.locator('.compare > summary').focus();
  await page.keyboard.press('Enter');
  assert.equal(await link.isVisible(), true);
  await link.click();
  const there = page.locator(`${new URL(page.url()).hash}`);
  assert.notEqual(place(page.url()), source);
  assert.equal(await there.isVisible(), true);
  const back = await there.locator('.compare a.where').evaluateAll((links) => links.map((link) => link.href));
  assert.ok(back.some((href) => place(href) === source && new URL(href).hash === `#${from}`), `${back} leads back`);
});

describe('the page of a person', () => {
  test('names twelve places of a page at once, and the rest when asked', async (t) => {
    const page = await open(t, browser, { javaScriptEnabled: false });
    await page.goto(address('people/ann/index.html'));
    for (const [section, href] of [['ib-mentions', /briefings\/a/], ['ib-passages', /sources\/log/]]) {
      const here = page.locator(`section[aria-labelledby="${section}"]`);
      assert.equal(await here.locator('.mentions > li:visible').count(), 12);
      await here.locator('.mentions-rest > summary').click();
      assert.equal(await here.locator('.mentions > li:visible').count(), 15);
      assert.match(await here.locator('.mentions a').last().getAttribute('href'), href);
    }
  });

  test('leads to the passage that names her', async (t) => {
    const page = await open(t, browser, { javaScriptEnabled: false });
    await page.goto(address('people/ann/index.html'));
    const link = page.locator('section[aria-labelledby="ib-passages"] .mentions a').first();
    assert.equal(await link.locator('b').innerText(), 'Ann Stone');
    assert.doesNotMatch(await link.innerText(), /It rained/);
    await link.click();
    assert.equal(await page.locator('#p1:target').count(), 1);
  });
});

test('an event of two pages is one row, and narrows with either', async (t) => {
  const page = await open(t, browser, { javaScriptEnabled: false });
  await page.goto(address('timeline/index.html'));
  const row = page.locator('.ev-item:has(> .ev-told)');
  assert.equal(await row.count(), 1);
  assert.match(await row.innerText(), /The pier opens[\s\S]*Hanworth has a pier again/);
  await page.locator('.narrow summary').click();
  for (const [name, seen, unseen] of [['Piers', 'It shuts.', 'A band plays.'], ['Bands', 'A band plays.', 'It shuts.']]) {
    await page.locator('.choices .chip', { hasText: name }).first().click();
    assert.equal(await row.isVisible(), true, name);
    assert.equal(await page.getByText(seen).isVisible(), true, name);
    assert.equal(await page.getByText(unseen).isVisible(), false, name);
  }
});

test('graph.json: its pages exist, its edges lead somewhere, and are sorted', () => {
  const graph = JSON.parse(read('graph.json'));
  assert.equal(graph.version, 1);
  const known = new Set(files);
  for (const node of graph.nodes) assert.ok(known.has(node.address), node.address);
  assert.ok(graph.edges.length > 0);
  const order = ({ from, kind, to }) => [String(from).padStart(9), kind, String(to).padStart(9)].join();
  graph.edges.forEach((edge, n) => {
    assert.ok(graph.nodes[edge.from] && graph.nodes[edge.to] && edge.from !== edge.to);
    if (n > 0) assert.ok(order(graph.edges[n - 1]) < order(edge), `${order(edge)} comes later`);
  });
});
