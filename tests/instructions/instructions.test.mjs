// How much work a build is, in instructions, which no other process on the machine can disturb: the program runs under
// callgrind, on one thread. Twice as much of anything may not be much more than twice the work, and a page may not cost half as
// much again as it did when the bounds below were set. Usage: IBID=target/release/ibid node --test tests/instructions/*.test.mjs
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import test from 'node:test';
import { sites } from './sites.mjs';

const root = path.join(import.meta.dirname, '../..');
const program = path.resolve(process.env.IBID ?? path.join(root, 'target/release/ibid'));
const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'ibid-work-'));
test.after(() => fs.rmSync(scratch, { recursive: true, force: true }));

/** The instructions of a build of these files. */
function work(files) {
  const site = fs.mkdtempSync(path.join(scratch, 'site-'));
  for (const [file, text] of Object.entries({ 'ibid.toml': 'title = "Work"\n', ...files })) {
    fs.mkdirSync(path.dirname(path.join(site, file)), { recursive: true });
    fs.writeFileSync(path.join(site, file), text);
  }
  return count(site);
}

function count(site) {
  const options = ['--tool=callgrind', `--callgrind-out-file=${path.join(scratch, 'out')}`, program, '--root', site, 'build', '--quiet'];
  const run = spawnSync('valgrind', options, { env: { ...process.env, RAYON_NUM_THREADS: '1' }, encoding: 'utf8', maxBuffer: 1 << 28 });
  fs.rmSync(site, { recursive: true });
  assert.equal(run.status, 0, run.stderr);
  return Number(/Collected : (\d+)/.exec(run.stderr)[1]);
}

const millions = (n) => (n / 1e6).toFixed(1);
const nothing = work({});

for (const [name, make] of Object.entries(sites)) {
  test(`twice as many ${name} are twice the work`, () => {
    const [some, twice] = [200, 400].map((n) => work(make(n)) - nothing);
    console.log(`${name}: ${millions(some)} and ${millions(twice)} million instructions, × ${(twice / some).toFixed(2)}`);
    // What grew with the square would be four times as much.
    assert.ok(twice < 2.6 * some, `${some} instructions became ${twice}`);
  });
}

test('a page costs no more than it did', () => {
  const site = path.join(scratch, 'large');
  execFileSync('node', [path.join(root, 'tests/browser/large/make.mjs'), site]);
  const pages = fs.readdirSync(path.join(site, 'content'), { recursive: true }).filter((file) => file.endsWith('.md')).length;
  const each = (count(site) - nothing) / pages;
  console.log(`${millions(each)} million instructions a page, of ${pages}; ${millions(nothing)} for an empty site`);
  assert.ok(each < 23e6, `a page takes ${each} instructions`);
  assert.ok(nothing < 120e6, `an empty site takes ${nothing} instructions`);
});
