// The files for programs: well formed, and true of the files beside them.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { files, pages, read } from './site.mjs';

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

test('sitemap.xml: every page, once', () => {
  const { urlset } = xml('sitemap.xml');
  assert.deepEqual(urlset.url.map(({ loc }) => assertFile(loc)).sort(), pages);
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
