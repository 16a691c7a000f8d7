// Opens pages of macemu report and test in a headless Chromium and looks at them as a reader does.
// node check-pages.mjs FOLDER-OF-NODE-MODULES CHROMIUM SCREENSHOTS PAGE…; prints one line per problem and ends with 1 where there is one.
import { createRequire } from 'node:module';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';

const [modules, chromium, screenshots, ...pages] = process.argv.slice(2);
const { chromium: browserType } = createRequire(join(modules, 'x.js'))('playwright-core');
const problems = [];
const check = (good, what) => { if (!good) problems.push(what); };

const browser = await browserType.launch({
  executablePath: chromium,
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
});
try {
  for (const page of pages) await look(page);
} finally {
  await browser.close();
}
for (const problem of problems) console.log(problem);
console.log(`${pages.length} pages, ${problems.length} problems`);
process.exitCode = problems.length > 0 ? 1 : 0;

async function open(file, options) {
  const context = await browser.newContext({ viewport: { width: 1200, height: 900 }, colorScheme: 'light', ...options });
  const page = await context.newPage();
  const name = basename(file, '.html');
  page.on('console', message => problems.push(`${name}: console: ${message.text()}`));
  page.on('pageerror', error => problems.push(`${name}: error: ${error.message}`));
  page.on('dialog', dialog => { problems.push(`${name}: a dialog: ${dialog.message()}`); dialog.dismiss(); });
  page.on('request', request => { if (request.url() !== pathToFileURL(file).href) problems.push(`${name}: asks for ${request.url()}`); });
  const started = Date.now();
  await page.goto(pathToFileURL(file).href);
  check(Date.now() - started < 15000, `${name}: takes ${Date.now() - started} ms to open`);
  return { context, page, name };
}

async function look(file) {
  const big = file.includes('many');
  const { context, page, name } = await open(file);
  check(await page.locator('h1').count() === 1, `${name}: has not one h1`);
  check(await page.locator('main').count() === 1 && await page.locator('nav[aria-label]').count() === 1 && await page.locator('header').count() === 1 && await page.locator('footer').count() === 1, `${name}: lacks a landmark`);
  await filters(page, name, big);
  if (big) {
    await context.close();
    return;
  }
  await keyboard(page, name);
  await structure(page, name);
  const screenshot = label => page.screenshot({ path: join(screenshots, `${name}-${label}.png`), fullPage: label !== 'phone' });
  for (const [label, colorScheme, width, height] of [['light', 'light', 1200, 900], ['dark', 'dark', 1200, 900], ['phone', 'light', 375, 800], ['wide', 'dark', 1800, 1000]]) {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width, height });
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    check(overflow <= 0, `${name}, ${label}: is ${overflow} pixels too wide`);
    await screenshot(label);
    if (label !== 'light' && label !== 'dark') continue;
    // Folded parts have text, too.
    const folded = await page.evaluateHandle(() => Array.from(document.querySelectorAll('details:not([open])')).map(part => { part.open = true; return part; }));
    await contrast(page, `${name}, ${label}`);
    await folded.evaluate(parts => { for (const part of parts) part.open = false; });
  }
  await context.close();

  // Without scripts all is there to be read, and no control that does nothing.
  const still = await open(file, { javaScriptEnabled: false });
  check(await still.page.locator('form.filter:visible').count() === 0, `${name}: shows a filter that can't work`);
  const summary = still.page.locator('main summary').first();
  if (await summary.count() > 0) {
    const wasOpen = await summary.locator('..').getAttribute('open') !== null;
    await summary.click();
    check((await summary.locator('..').getAttribute('open') !== null) !== wasOpen, `${name}: doesn't unfold without scripts`);
  }
  await still.context.close();
}

async function filters(page, name, big) {
  const form = page.locator('form.filter').first();
  if (await form.count() === 0) return;
  const list = page.locator(`#${await form.getAttribute('data-list')} > li`);
  const all = await list.count();
  const said = () => form.locator('output').innerText();
  check((await said()).startsWith(`${all} of ${all} `), `${name}: the count says '${await said()}' of ${all}`);
  check(await form.locator('output').getAttribute('aria-live') === 'polite', `${name}: the count isn't announced`);
  const started = Date.now();
  await form.getByRole('searchbox', { name: 'Filter' }).fill('no such thing anywhere');
  await page.waitForFunction(() => document.querySelector('form.filter output').textContent.startsWith('0 of '), null, { timeout: 10000 });
  check(Date.now() - started < (big ? 5000 : 2000), `${name}: filtering takes ${Date.now() - started} ms`);
  check(await list.evaluateAll(items => items.every(item => !item.checkVisibility())), `${name}: shows what the filter leaves out`);
  await form.getByRole('searchbox', { name: 'Filter' }).fill('');
  await form.getByLabel('failed only').check();
  await page.waitForFunction(all => !document.querySelector('form.filter output').textContent.startsWith('0 of ') || all === 0, await page.locator('.item.failed').count());
  const failed = await page.locator(`#${await form.getAttribute('data-list')} > li.failed`).count();
  await page.waitForFunction(failed => document.querySelector('form.filter output').textContent.startsWith(`${failed} of `), failed);
  await form.getByLabel('failed only').uncheck();
  await page.waitForFunction(all => document.querySelector('form.filter output').textContent.startsWith(`${all} of `), all);
  if (big) return;
  await form.getByRole('button', { name: 'Collapse all' }).click();
  check(await page.locator(`#${await form.getAttribute('data-list')} > li > details[open]`).count() === 0, `${name}: doesn't collapse all`);
  await form.getByRole('button', { name: 'Expand all' }).click();
  const parts = page.locator(`#${await form.getAttribute('data-list')} > li > details`);
  check(await parts.count() === await page.locator(`#${await form.getAttribute('data-list')} > li > details[open]`).count(), `${name}: doesn't expand all`);
  await form.getByRole('button', { name: 'Collapse all' }).click();
}

async function keyboard(page, name) {
  await page.reload();
  await page.keyboard.press('Tab');
  const skip = await page.evaluate(() => ({ text: document.activeElement.textContent, left: document.activeElement.getBoundingClientRect().left, outline: getComputedStyle(document.activeElement).outlineStyle }));
  check(skip.text === 'Skip to the content' && skip.left >= 0 && skip.outline !== 'none', `${name}: the first stop of the Tab key is no visible skip link: ${JSON.stringify(skip)}`);
  await page.keyboard.press('Enter');
  check(await page.evaluate(() => document.activeElement.id === 'content'), `${name}: the skip link doesn't lead to the content`);
  const summary = page.locator('main summary').first();
  if (await summary.count() === 0) return;
  const isOpen = () => summary.evaluate(element => element.parentElement.open);
  await summary.focus();
  check(await summary.evaluate(element => getComputedStyle(element).outlineStyle !== 'none'), `${name}: the focus isn't seen`);
  const before = await isOpen();
  await page.keyboard.press('Enter');
  check(await isOpen() !== before, `${name}: Enter doesn't unfold`);
  await page.keyboard.press(' ');
  check(await isOpen() === before, `${name}: Space doesn't fold`);
}

// Headings without gaps, tables with captions and scopes, pictures with names, each id once.
async function structure(page, name) {
  const found = await page.evaluate(() => {
    const wrong = [];
    let last = 0;
    for (const heading of document.querySelectorAll('h1, h2, h3, h4, h5, h6')) {
      const level = Number(heading.tagName[1]);
      if (level > last + 1) wrong.push(`the heading '${heading.textContent}' is of level ${level} after ${last}`);
      last = level;
    }
    for (const table of document.querySelectorAll('table')) {
      if (!table.caption?.textContent) wrong.push('a table has no caption');
      for (const cell of table.querySelectorAll('th')) if (!cell.scope) wrong.push(`the head '${cell.textContent}' has no scope`);
    }
    for (const picture of document.querySelectorAll('svg')) {
      if (!picture.querySelector('title')?.textContent || !picture.querySelector('desc') || picture.getAttribute('role') !== 'img') wrong.push('a picture has no name');
      for (const id of picture.getAttribute('aria-labelledby').split(' ')) if (!document.getElementById(id)) wrong.push(`${id} is missing`);
    }
    const seen = new Set();
    for (const element of document.querySelectorAll('[id]')) seen.has(element.id) ? wrong.push(`the id ${element.id} is there twice`) : seen.add(element.id);
    for (const link of document.querySelectorAll('a[href^="#"]')) if (!seen.has(link.getAttribute('href').slice(1))) wrong.push(`the link ${link.getAttribute('href')} leads nowhere`);
    return wrong;
  });
  for (const wrong of found) problems.push(`${name}: ${wrong}`);
}

// WCAG 2 AA: 4.5 to 1 for each piece of text on what lies behind it.
async function contrast(page, name) {
  const found = await page.evaluate(() => {
    const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
    const known = new Map();
    const rgba = colour => {
      if (!known.has(colour)) {
        canvas.clearRect(0, 0, 1, 1);
        canvas.fillStyle = colour;
        canvas.fillRect(0, 0, 1, 1);
        known.set(colour, Array.from(canvas.getImageData(0, 0, 1, 1).data));
      }
      return known.get(colour);
    };
    const light = colour => {
      const [r, g, b] = rgba(colour).map(part => { const c = part / 255; return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4; });
      return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const behind = element => {
      for (let part = element; part; part = part.parentElement) {
        const colour = getComputedStyle(part).backgroundColor;
        if (rgba(colour)[3] > 0) return colour;
      }
      return 'white';
    };
    const wrong = new Set();
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node; (node = walker.nextNode());) {
      const element = node.parentElement;
      if (!node.textContent.trim() || ['SCRIPT', 'STYLE', 'TITLE', 'DESC', 'title', 'desc'].includes(element.tagName) || !element.checkVisibility()) continue;
      const style = getComputedStyle(element);
      const [front, back] = [light(element instanceof SVGElement ? style.fill : style.color), light(behind(element))];
      const ratio = (Math.max(front, back) + 0.05) / (Math.min(front, back) + 0.05);
      if (ratio < 4.5) wrong.add(`'${node.textContent.trim().slice(0, 40)}' (${element.className.baseVal ?? element.className}) has a contrast of ${ratio.toFixed(2)}`);
    }
    return Array.from(wrong);
  });
  for (const wrong of found) problems.push(`${name}: ${wrong}`);
}
