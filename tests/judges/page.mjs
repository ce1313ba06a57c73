// Opens the page in a real Chromium, uses it as a person does, and prints what was seen as JSON.
// Usage: node page.mjs ADDRESS CHROMIUM SCREENSHOT
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { chromium } from 'playwright-core';

const [address, executablePath, screenshot] = process.argv.slice(2);
const profile = mkdtempSync(join(tmpdir(), 'civic-page-'));
const context = await chromium.launchPersistentContext(profile, {
  executablePath,
  headless: true,
  viewport: { width: 1440, height: 900 },
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ],
});
const seen = { elsewhere: [], complaints: [], steps: {} };
try {
  const page = await context.newPage();
  page.on('request', (request) => {
    const url = request.url();
    if (!url.startsWith(address) && !/^(data|blob):/.test(url)) seen.elsewhere.push(url);
  });
  page.on('console', (message) => {
    if (message.type() === 'error') seen.complaints.push(message.text());
  });
  page.on('pageerror', (error) => seen.complaints.push(String(error)));

  const answer = () => page.locator('.graphiql-response').innerText();
  const answered = (text) =>
    page.waitForFunction(
      (wanted) => document.querySelector('.graphiql-response')?.innerText.replaceAll('\u00a0', ' ').includes(wanted),
      text,
      { timeout: 15000 },
    );

  let release;
  const held = new Promise((resolve) => (release = resolve));
  await page.route('**/assets/index-*.js', async (route) => {
    await held;
    await route.continue();
  });
  await page.goto(`${address}/`, { waitUntil: 'commit' });
  seen.steps.loading = await page.locator('#root').innerText();
  release();
  await page.waitForLoadState('networkidle');
  seen.steps.title = await page.title();
  seen.steps.heading = await page.locator('.civic-bar h1').innerText();
  seen.steps.saved = await page.locator('.civic-saved li').count();
  await page.waitForSelector('.graphiql-query-editor .view-line');

  seen.steps.groups = await page
    .locator('.civic-saved details')
    .evaluateAll((all) => all.map((each) => [each.querySelector('h3').innerText, each.querySelector('summary span').innerText, each.open]));
  seen.steps.persons = await page.locator('.civic-login select option').allInnerTexts();
  const buttons = page.locator('.civic-saved details[open] button');
  const change = page.locator('.civic-saved details').last();
  await change.locator('summary').press('Enter');
  seen.steps.mutation = await change.locator('button').innerText();
  await change.locator('button').click();
  await page.waitForLoadState('networkidle');
  seen.steps.shownMutation = (await page.locator('.graphiql-query-editor .view-lines').innerText()).replaceAll('\u00a0', ' ');
  seen.steps.afterMutation = (await answer()).trim();
  await change.locator('summary').click();

  await buttons.first().click();
  await answered('"data"');
  seen.steps.firstSaved = await answer();
  seen.steps.status = await page.locator('.civic-bar output').innerText();
  await page.screenshot({ path: screenshot });

  const unserved = page.locator('.civic-unserved');
  seen.steps.unserved = (await unserved.count()) ? await unserved.first().innerText() : '';

  // One after the other, each with an answer of its own: also where the first is still on its way.
  await buttons.last().click();
  await answered('"again"');
  seen.steps.secondSaved = await answer();
  await buttons.first().click();
  await buttons.last().click();
  await answered('"again"');
  await page.waitForLoadState('networkidle');
  seen.steps.quickly = await answer();
  await buttons.last().click();
  await unserved.first().click();
  await page.waitForLoadState('networkidle');
  seen.steps.afterUnserved = (await answer()).trim();
  await buttons.first().click();
  await answered('"__typename"');

  if ((await page.locator('.civic-login select option').count()) > 1) {
    const person = await page.locator('.civic-login select option').nth(1).getAttribute('value');
    const sent = page.waitForRequest((request) => request.url().endsWith('/graphql') && 'authorization' in request.headers());
    await page.locator('.civic-login select').selectOption(person);
    await page.waitForResponse((response) => response.url().endsWith('/auth/token'));
    await page.waitForTimeout(500);
    seen.steps.afterLogin = (await answer()).trim();
    await page.locator('button.graphiql-execute-button').click();
    seen.steps.authorization = (await sent).headers().authorization.slice(0, 10);
  }
  await page.getByRole('button', { name: 'Show Query plan' }).click();
  await page.waitForSelector('.civic-plan p');
  await page.waitForTimeout(1000);
  seen.steps.plan = await page.locator('.civic-plan').innerText();
  await page.screenshot({ path: screenshot.replace('.png', '-plan.png') });
  await page.getByRole('button', { name: 'Show Documentation Explorer' }).click();
  await page.waitForSelector('.graphiql-doc-explorer-content');
  seen.steps.documentation = await page.locator('.graphiql-doc-explorer-content').innerText();

  const words = new URLSearchParams({ query: '{ linked: __typename }', variables: '{"a": 1}' });
  await page.goto(`${address}/?${words}`, { waitUntil: 'networkidle' });
  await page.waitForSelector('.graphiql-query-editor .view-line');
  seen.steps.linked = (await page.locator('.graphiql-query-editor .view-lines').innerText()).replaceAll('\u00a0', ' ');

  await page.setViewportSize({ width: 390, height: 844 });
  await page.waitForTimeout(700);
  seen.steps.overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  seen.steps.tooWide = await page.evaluate(() =>
    [...document.querySelectorAll('.civic-bar > *, .graphiql-plugin, .graphiql-editors, .graphiql-response')]
      .filter((each) => each.getBoundingClientRect().width && each.getBoundingClientRect().right > window.innerWidth + 1)
      .map((each) => each.className || each.tagName),
  );
  seen.steps.widths = await page.evaluate(() =>
    ['.graphiql-editors', '.graphiql-response'].map((each) => document.querySelector(each).getBoundingClientRect().width),
  );
  seen.steps.cutOff = await page.evaluate(
    () =>
      [...document.querySelectorAll('.graphiql-sidebar button')].filter(
        (each) => each.getBoundingClientRect().right > window.innerWidth || each.getBoundingClientRect().left < 0,
      ).length,
  );
  await page.screenshot({ path: screenshot.replace('.png', '-phone.png'), fullPage: true });
  await page.getByRole('button', { name: 'Show Saved queries' }).click();
  await buttons.last().click();
  await answered('"again"');
  seen.steps.answerIsInSight = await page.evaluate(() => {
    const { top } = document.querySelector('.graphiql-response').getBoundingClientRect();
    return top > -2 && top < window.innerHeight / 2;
  });
  await page.screenshot({ path: screenshot.replace('.png', '-phone-answer.png') });
} finally {
  await context.close();
  rmSync(profile, { recursive: true, force: true });
}
process.stdout.write(JSON.stringify(seen));
