// The files for programs: well formed, and true of the files beside them.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { files, launch, open, pages, read, serve } from './site.mjs';

const parser = new XMLParser({ ignoreAttributes: false, isArray: (name) => ['entry', 'link', 'url'].includes(name) });
function xml(file) {
  assert.equal(XMLValidator.validate(read(file)), true);
  return parser.parse(read(file));
}

/** Where the site is published, as its own pages say. */
const base = /<link rel="canonical" href="([^"]+)"/.exec(read('index.html'))[1];
function assertFile(url) {
  assert.ok(url.startsWith(base), `${url} is on this site`);
  const file = decodeURIComponent(new URL(url).pathname.slice(new URL(base).pathname.length)).replace(/(^|\/)$/, '$1index.html');
  assert.ok(files.includes(file), `${url} is a file`);
  return file;
}

const feeds = (name) => files.filter((file) => file === name || file.endsWith(`/${name}`));
const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;

for (const file of feeds('feed.xml')) {
  test(`${file}: an Atom feed whose links lead to pages`, () => {
    const { feed } = xml(file);
    assert.ok(feed.id && feed.title && feed.updated);
    assert.ok(feed.link.some((link) => link['@_rel'] === 'self' && assertFile(link['@_href']) === file));
    assert.ok(feed.entry.length > 0);
    for (const entry of feed.entry) {
      assert.ok(entry.id && entry.title);
      assert.match(entry.updated, MOMENT);
      for (const link of entry.link) assertFile(link['@_href']);
    }
    assert.equal(new Set(feed.entry.map((entry) => entry.id)).size, feed.entry.length, 'each entry once');
  });
}

for (const file of feeds('feed.json')) {
  test(`${file}: a JSON Feed that says what the Atom feed beside it says`, () => {
    const feed = JSON.parse(read(file));
    assert.equal(feed.version, 'https://jsonfeed.org/version/1.1');
    assert.ok(feed.title);
    assert.equal(assertFile(feed.feed_url), file);
    assertFile(feed.home_page_url);
    for (const item of feed.items) {
      assert.ok(item.id && item.title && item.content_text);
      assert.match(item.date_modified, MOMENT);
      assertFile(item.url);
    }
    assert.deepEqual(feed.items.map((item) => item.id), xml(file.replace(/json$/, 'xml')).feed.entry.map((entry) => entry.id));
  });
}

test('every feed is found by the page beside it', () => {
  assert.ok(feeds('feed.xml').length > 1);
  for (const file of [...feeds('feed.xml'), ...feeds('feed.json')]) {
    const page = file.replace(/feed\.\w+$/, 'index.html');
    assert.ok(new RegExp(`<link rel="alternate" type="[^"]+" href="${file.split('/').pop()}"`).test(read(page)), page);
  }
});

test('sitemap.xml: every page that may be indexed, once', () => {
  const { urlset } = xml('sitemap.xml');
  assert.deepEqual(urlset.url.map(({ loc }) => assertFile(loc)).sort(), pages.filter((file) => !read(file).includes('content="noindex"')));
});

test('robots.txt names the sitemap', () => {
  const [, url] = /^Sitemap: (\S+)$/m.exec(read('robots.txt'));
  assert.equal(assertFile(url), 'sitemap.xml');
});

test('every page says where it is published', () => {
  for (const file of pages) {
    const [, url] = /<link rel="canonical" href="([^"]+)"/.exec(read(file));
    assert.equal(assertFile(url), file);
  }
});

test('evidence.json: its pages exist', () => {
  const evidence = JSON.parse(read('evidence.json'));
  const named = new Set();
  (function collect(value) {
    if (Array.isArray(value)) value.forEach(collect);
    else if (value && typeof value === 'object') {
      if (typeof value.page === 'string') named.add(value.page);
      Object.values(value).forEach(collect);
    }
  })(evidence);
  assert.ok(named.size > 0);
  for (const page of named) assert.ok(files.includes(page.split('#')[0]), `${page} is a file`);
});

test('JSON-LD: every briefing has its citations, every entity its kind, all addresses are on this site', () => {
  let quotations = 0;
  for (const file of pages) {
    const [, text] = /<script type="application\/ld\+json">(.*?)<\/script>/.exec(read(file)) ?? [];
    const kind = /<body class="kind-([\w-]+)/.exec(read(file))?.[1];
    if (['section', 'topics', 'topic', 'timeline', 'bibliography', 'corrections', 'method', 'search', undefined].includes(kind)) continue;
    const data = JSON.parse(text);
    assert.equal(data['@context'], 'https://schema.org');
    const [thing, crumbs] = data['@graph'];
    const types = { home: 'WebSite', briefing: 'Article', page: 'WebPage', source: 'CreativeWork', person: 'Person', organisation: 'Organization', place: 'Place' };
    assert.equal(thing['@type'], types[kind], file);
    if (kind === 'home') continue;
    assert.equal(assertFile(thing['@id']), file);
    for (const step of crumbs.itemListElement) assertFile(step.item);
    for (const cited of thing.citation ?? []) assertFile(cited['@id']);
    for (const quotation of thing.hasPart ?? []) {
      quotations += 1;
      assert.ok(quotation.text);
      const whole = (quotation.isPartOf ?? quotation.isBasedOn)['@id'];
      assert.ok(thing.citation.some((cited) => cited['@id'] === whole), 'it is part of what is cited');
    }
  }
  assert.ok(quotations > 0);
});

test('pages hold under a strict policy, and the page for lost readers finds the nearest', async (t) => {
  // It knows the address that the site is built for, and no other.
  const at = await serve(new URL(base).pathname);
  const browser = await launch();
  t.after(async () => { await browser.close(); at.close(); });
  const page = await open(t, browser);
  const trouble = [];
  page.on('console', (message) => message.text().includes('Content Security Policy') && trouble.push(message.text()));
  await page.route('**', async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, headers: { ...response.headers(), 'content-security-policy': "default-src 'self'" } });
  });
  const briefing = pages.find((file) => /^briefings\/[^/]+\/index/.test(file));
  for (const file of ['index.html', briefing]) await page.goto(at.url(file));
  await page.goto(at.url(briefing.replace(/.\/index\.html$/, 'x/')));
  const near = page.locator('#ib-near a').first();
  assert.equal(await near.getAttribute('href'), new URL(base).pathname + briefing);
  assert.ok(await near.isVisible());
  assert.deepEqual(trouble, []);
});
