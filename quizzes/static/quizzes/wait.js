// The page before the minute: it counts down on the server's clock, fetches the paper ahead under seal where the browser
// can open a seal, and goes in when the window opens. All it then needs is a key. Where anything is missing or fails it
// sends the form as a page without this script would. ES2017 syntax; everything newer is asked for before it is used.

const WORDS = {
  ready: "到点就会自动进入，请不要关闭本页。",
  callOff: "取消自动进入",
  armed: "到点自动进入",
  start: "开始作答",
  open: "现在可以进入了。",
  entering: "正在进入，人多时会错开几秒；作答时间从进入时算起……",
};

// Longer before, the page is an announcement and does not count.
const COUNTED = 2 * 3600 * 1000;
const AHEAD = 15 * 60 * 1000;
const LAST_FETCH = 60 * 1000;
const FETCH_AGAIN = 30 * 1000;
// Who presses the button long after the minute meets no crowd.
const RUSH = 60 * 1000;
const REQUEST_LIMIT = 10000;
const PAUSES = [500, 1500, 3000];
const STOPPED_CLOCK = 2000;
const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

const form = document.getElementById("waiting");
const options = form.dataset;
const button = form.querySelector("button");
const state = document.getElementById("waiting-state");
const countdown = document.getElementById("countdown");
const sleep = (delay) => new Promise((resolve) => setTimeout(resolve, delay));
const canOpenSeals = Boolean(window.isSecureContext && window.crypto && crypto.subtle && window.DecompressionStream);

const navigation = performance.getEntriesByType("navigation")[0];
let opensAt = (navigation ? navigation.responseStart : 0) + Number(options.opensIn);
let ahead = null;
let isArmed = false;
let isEntering = false;

function left() {
  return Math.max(0, opensAt - performance.now());
}

function show() {
  const seconds = Math.ceil(left() / 1000);
  const two = (number) => String(number).padStart(2, "0");
  const hours = Math.floor(seconds / 3600);
  countdown.textContent = `${hours ? `${hours}:` : ""}${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
}

function tick() {
  show();
  if (left() > 0) {
    setTimeout(tick, 250);
  } else if (isArmed) {
    enter();
  } else {
    countdown.parentNode.hidden = true;
    button.textContent = WORDS.start;
    state.textContent = WORDS.open;
  }
}

function pressed(event) {
  event.preventDefault();
  if (isEntering) return;
  if (left() > 0) {
    isArmed = !isArmed;
    button.textContent = isArmed ? WORDS.callOff : WORDS.armed;
    button.classList.toggle("main", !isArmed);
    state.textContent = isArmed ? WORDS.ready : "";
  } else {
    enter();
  }
}

// Ask for the paper at a moment of this page's own between a quarter of an hour and a minute before the start. The
// answer sets the clock right, too.
function planFetch() {
  const wait = Math.max(0, left() - AHEAD);
  const spread = Math.max(0, Math.min(left(), AHEAD) - LAST_FETCH);
  setTimeout(fetchAhead, wait + Math.random() * spread / 2);
}

async function fetchAhead() {
  if (isEntering || left() === 0) return;
  const reply = await ask("GET", options.sealedUrl);
  if (reply.status === 200) {
    opensAt = performance.now() + reply.body.opens_in;
    if (reply.body.ahead && reply.body.ahead.paper) ahead = reply.body.ahead;
  }
  if (!ahead && canOpenSeals && reply.status !== 404) setTimeout(fetchAhead, FETCH_AGAIN * (0.5 + Math.random()));
}

// A machine that slept may have stopped the page's clock: what the wall clock went on meanwhile tells it.
function watchForSleep() {
  let offset = Date.now() - performance.now();
  document.addEventListener("visibilitychange", () => {
    const now = Date.now() - performance.now();
    if (document.visibilityState === "visible" && Math.abs(now - offset) > STOPPED_CLOCK) fetchAhead();
    offset = now;
  });
}

async function ask(method, url, body) {
  const controller = new AbortController();
  const limit = setTimeout(() => controller.abort(), REQUEST_LIMIT);
  try {
    const response = await fetch(url, { method, body, credentials: "same-origin", signal: controller.signal });
    const at = performance.now();
    return { status: response.status, at, body: await response.json() };
  } catch (error) {
    return { status: 0, body: {} };
  } finally {
    clearTimeout(limit);
  }
}

// A start can be repeated: the second one finds the attempt that the first began.
async function askForStart() {
  const body = new URLSearchParams(new FormData(form));
  body.append("sealed", "1");
  let reply = await ask("POST", window.location.pathname, body);
  for (let turn = 0; turn < PAUSES.length && (reply.status === 0 || reply.status >= 500); turn += 1) {
    await sleep(PAUSES[turn] * (0.5 + Math.random()));
    reply = await ask("POST", window.location.pathname, body);
  }
  return reply;
}

async function enter() {
  isEntering = true;
  button.disabled = true;
  state.textContent = WORDS.entering;
  // Everybody's clock strikes at once; their requests come spread over as long as the server bears well.
  if (performance.now() - opensAt < RUSH) await sleep(Math.random() * Number(options.spread));
  if (!ahead) {
    form.submit();
    return;
  }
  const reply = await askForStart();
  if (reply.status === 409) {
    refused(reply.body);
  } else if (reply.status !== 200) {
    form.submit();
  } else {
    await openAhead(reply).catch(() => window.location.assign(reply.body.url));
  }
}

function refused(body) {
  isEntering = false;
  button.disabled = false;
  state.textContent = body.detail;
  if (body.opens_in > 0) {
    // This page was early by a hair; who asked to go in goes in then.
    isArmed = true;
    opensAt = performance.now() + body.opens_in;
    countdown.parentNode.hidden = false;
    tick();
  } else {
    isArmed = false;
    button.textContent = WORDS.start;
    button.classList.add("main");
  }
}

async function openAhead(reply) {
  const opening = reply.body;
  if (opening.paper !== ahead.paper) throw new Error("another paper than was fetched");
  const page = new DOMParser().parseFromString(await unsealed(opening), "text/html");
  const sheet = page.getElementById("sheet");
  arrange(sheet, opening.display);
  Object.keys(opening.data).forEach((name) => sheet.setAttribute(`data-${name}`, opening.data[name]));
  sheet.dataset.toldAt = reply.at;
  sheet.prepend(form.querySelector("[name=csrfmiddlewaretoken]"));
  turnInto(page, opening.url);
}

async function unsealed(opening) {
  const bytes = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  const raw = new Uint8Array(opening.key.match(/../g).map((pair) => parseInt(pair, 16)));
  const key = await crypto.subtle.importKey("raw", raw, "AES-GCM", false, ["decrypt"]);
  const additionalData = new TextEncoder().encode(`${options.exam}:${opening.paper}`);
  const packed = await crypto.subtle.decrypt(
    { name: "AES-GCM", iv: bytes(ahead.nonce), additionalData },
    key,
    bytes(ahead.sealed),
  );
  return new Response(new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"))).text();
}

// Put questions and options into the order that the server drew for this candidate, and number them by it.
function arrange(sheet, display) {
  const sections = Array.from(sheet.querySelectorAll("section[aria-labelledby]"));
  const card = sheet.querySelector(".nav-grid");
  let number = 0;
  display.forEach((shown, index) => shown.forEach(([id, order]) => {
    number += 1;
    const field = sheet.querySelector(`[data-question="${id}"]`);
    const before = field.previousElementSibling;
    if (before && before.classList.contains("stimulus")) sections[index].append(before);
    sections[index].append(field);
    renumber(field, number);
    if (field.dataset.type !== "true_false") reorder(field, order);
    const link = card.querySelector(`[data-nav="${id}"]`);
    link.textContent = number;
    card.append(link.parentNode);
  }));
}

function renumber(field, number) {
  field.dataset.number = number;
  field.querySelectorAll("[data-numbered]").forEach((words) => {
    words.textContent = words.textContent.replace(/\d+/, number);
  });
}

// Whatever stands for an option begins with its letter: rows to choose, lines to read, entries of a list.
function reorder(field, order) {
  const valueOf = (row) => row.dataset.value || row.value || row.querySelector("input").value;
  const lists = [".opt", ".targets > li"].map((rows) => Array.from(field.querySelectorAll(rows)));
  field.querySelectorAll("select").forEach((select) => {
    lists.push(Array.from(select.options).filter((option) => option.value));
  });
  lists.filter((rows) => rows.length).forEach((rows) => {
    const byValue = new Map(rows.map((row) => [valueOf(row), row]));
    order.forEach((value, index) => {
      const row = byValue.get(value);
      const letter = (row.matches(".opt") ? row.querySelector("span") : row).firstChild;
      letter.data = LETTERS[index] + letter.data.slice(1);
      row.parentNode.append(row);
    });
  });
}

// From here on this is the exam page, at the address where a reload finds it.
function turnInto(page, url) {
  const part = (name) => Array.from(page.querySelector(`[data-part="${name}"]`).childNodes);
  const main = document.getElementById("main");
  document.title = page.title;
  document.querySelector(".masthead").replaceWith(...part("bar"));
  main.textContent = "";
  main.append(...part("main"));
  document.querySelector(".foot").replaceWith(...part("foot"));
  window.history.replaceState(null, "", url);
  window.scrollTo(0, 0);
  const script = document.createElement("script");
  script.type = "module";
  script.src = options.takeUrl;
  script.onerror = () => window.location.reload();
  document.body.append(script);
}

if (Number(options.opensIn) < COUNTED) {
  document.querySelectorAll("[data-without-script]").forEach((element) => { element.hidden = true; });
  form.hidden = false;
  form.addEventListener("submit", pressed);
  window.addEventListener("pageshow", (event) => { if (event.persisted) window.location.reload(); });
  watchForSleep();
  if (canOpenSeals) planFetch();
  tick();
}
