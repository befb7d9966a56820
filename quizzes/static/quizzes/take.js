// The exam page with JavaScript: answers are queued in the browser, sent in small batches, and called saved only
// when the server has said so. The time left is the server's, counted on a clock that no one can set.
// Works over plain HTTP and in Chrome 66: ES2017 syntax, no secure-context API.

const WORDS = {
  nothingYet: "尚未作答",
  saved: (time) => `已保存 ${time}`,
  waiting: (count) => `${count} 题待保存`,
  offline: (count) => `网络中断，${count} 题待补存`,
  offlineNotice: "网络中断。可以继续作答，答案已记在本机，网络恢复后自动补存。",
  onlineAgain: "已恢复。",
  refusing: (count) => `服务器暂时不能保存，${count} 题未保存`,
  refusingNotice: "服务器暂时不能保存。可以继续作答，答案已记在本机，服务器恢复后自动补存。",
  takenOver: "已在其他设备登录，本页已停止保存。",
  takenOverKept: (count) => `已在其他设备登录，本页已停止保存。本页没有存上的 ${count} 题已另外留存，不计入成绩；在本机继续作答会重新补存。`,
  continueHere: "在本机继续作答",
  expired: "这个页面已失效，请刷新。已保存的答案都在。",
  refused: (number, detail) => `第 ${number} 题没有保存：${detail}`,
  newerElsewhere: (count) => `有 ${count} 题在别处有较新的答案，已采用较新的。`,
  notSavedYet: (count) => `还有 ${count} 题没有存上，网络恢复、显示“已保存”之后再点检查并交卷。`,
  savingFirst: "正在保存，存好就去检查……",
  stopped: "已停止保存",
  timeLeft: (minutes) => `还剩 ${minutes} 分钟`,
  timeIsUp: "时间已到，正在交卷……",
  timeIsUpOffline: "时间已到。网络中断，正在重试；服务器会按已收到的答案自动交卷。",
  told: (time, text) => `监考（${time}）：${text}`,
  away: (seconds, times) => `你离开本页 ${seconds} 秒，已记录（第 ${times} 次）。系统不自动判分，由监考人员看情况处理；交卷后你可以说明。`,
  pasted: (count) => `粘贴了 ${count} 个字，已记录。系统不自动判分；交卷后你可以说明。`,
  exported: "答案文件已存到本机，请交给监考。网络恢复后仍会自动补存。",
  exportedPlainly: "答案文件已存到本机（这个浏览器不能加密，请当面交给监考）。网络恢复后仍会自动补存。",
  fileName: (attempt) => `应急答案-${attempt.slice(0, 8)}.json`,
  flag: "☆ 稍后再看",
  flagged: "★ 稍后再看",
  question: (number) => `第 ${number} 题`,
  answered: "，已答",
  marked: "，标记稍后再看",
};

const BATCH_DELAY = 2000;
const RETRY_FIRST = 1000;
const RETRY_MOST = 15000;
const REQUEST_LIMIT = 15000;
const LAST_TRIES = 5;
const CHECK_PATIENCE = 4000;
const HEARTBEAT = 60000;
const LOOK_DELAY = 10000;
const AWAY_LEAST = 3;
const NOTICED_MOST = 50;
const CLOCK_TOLERANCE = 1500;
const LATE_SECONDS = 300;
const ANNOUNCED_MINUTES = [10, 5, 1];

const sheet = document.getElementById("sheet");
const options = sheet.dataset;
const byId = (id) => document.getElementById(id);
// Everyone's requests spread out: half to one and a half times the delay.
const jittered = (delay) => delay * (0.5 + Math.random());
const sleep = (delay) => new Promise((resolve) => setTimeout(resolve, delay));

// One question on the page: its controls read as an answer of the API, null for none.
class Question {
  constructor(field) {
    this.field = field;
    this.id = field.dataset.question;
    this.number = field.dataset.number;
    this.type = field.dataset.type;
    this.isWritten = this.type === "short_answer" || this.type === "essay";
    this.controls = Array.from(field.querySelectorAll("input, textarea, select"));
  }

  read() {
    if (this.isWritten) {
      return this.controls[0].value.trim() ? this.controls[0].value : null;
    }
    if (this.type === "fill_in_the_blank") {
      const filled = this.controls.map((control) => control.value);
      return filled.some((text) => text.trim()) ? filled : null;
    }
    if (this.type === "matching") {
      const pairs = {};
      this.controls.forEach((control) => { if (control.value) pairs[control.dataset.option] = control.value; });
      return Object.keys(pairs).length ? pairs : null;
    }
    if (this.type === "ordering") {
      // A place left open closes up, and an option put twice keeps its first place: as the server reads the form.
      const order = Array.from(new Set(this.controls.map((control) => control.value).filter(Boolean)));
      return order.length ? order : null;
    }
    const chosen = this.controls.filter((control) => control.checked).map((control) => control.value);
    if (!chosen.length) return null;
    // Sorted: the order on screen is this candidate's own and says nothing.
    return this.type === "true_false" ? chosen[0] === "true" : chosen.sort();
  }

  write(answer) {
    if (this.isWritten) {
      this.controls[0].value = answer || "";
    } else if (this.type === "matching") {
      this.controls.forEach((control) => { control.value = (answer && answer[control.dataset.option]) || ""; });
    } else if (this.type === "ordering") {
      this.controls.forEach((control, index) => { control.value = (answer && answer[index]) || ""; });
    } else if (this.type === "fill_in_the_blank") {
      this.controls.forEach((control, index) => { control.value = answer ? answer[index] : ""; });
    } else {
      const chosen = answer === null ? [] : [].concat(answer).map(String);
      this.controls.forEach((control) => { control.checked = chosen.includes(control.value); });
    }
    this.tint();
  }

  tint() {
    this.field.querySelectorAll(".opt").forEach((row) => {
      row.classList.toggle("on", row.querySelector("input").checked);
    });
  }

  show() {
    this.field.scrollIntoView();
    this.field.focus({ preventScroll: true });
  }
}

// Answers that the server has not acknowledged, kept where a reload finds them; in memory alone where it must be.
class Shelf {
  static open(attempt) {
    return new Promise((resolve) => {
      let request;
      try {
        request = window.indexedDB.open("jijikao-exam", 1);
      } catch (error) {
        resolve(new Shelf(attempt, null));
        return;
      }
      request.onupgradeneeded = () => request.result.createObjectStore("answers", { keyPath: ["attempt", "question"] });
      request.onsuccess = () => resolve(new Shelf(attempt, request.result));
      request.onerror = () => resolve(new Shelf(attempt, null));
    });
  }

  constructor(attempt, database) {
    this.attempt = attempt;
    this.database = database;
  }

  all() {
    if (!this.database) return Promise.resolve([]);
    return new Promise((resolve) => {
      const request = this.store("readonly").getAll(this.range());
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => resolve([]);
    });
  }

  put(question, entry) {
    if (!this.database) return;
    this.store("readwrite").put({ attempt: this.attempt, question, answer: entry.answer, bases: entry.bases });
  }

  remove(question) {
    if (this.database) this.store("readwrite").delete([this.attempt, question]);
  }

  clear() {
    if (this.database) this.store("readwrite").delete(this.range());
  }

  range() {
    return IDBKeyRange.bound([this.attempt], [this.attempt, []]);
  }

  store(mode) {
    return this.database.transaction("answers", mode).objectStore("answers");
  }
}

// The time left, on a clock that runs evenly and cannot be set; the server corrects it with every reply.
class Clock {
  constructor(remaining) {
    const navigation = performance.getEntriesByType("navigation")[0];
    // A page that opened from a sealed copy was told the time left by a later answer than its own.
    const toldAt = Number(options.toldAt) || (navigation ? navigation.responseStart : 0);
    this.deadline = toldAt + remaining * 1000;
    this.element = byId("clock");
    this.announced = ANNOUNCED_MINUTES.filter((minutes) => minutes * 60 >= remaining);
  }

  correct(remaining) {
    const deadline = performance.now() + remaining * 1000;
    if (Math.abs(deadline - this.deadline) > CLOCK_TOLERANCE) this.deadline = deadline;
  }

  seconds() {
    return Math.max(0, Math.ceil((this.deadline - performance.now()) / 1000));
  }

  show() {
    const seconds = this.seconds();
    const two = (number) => String(number).padStart(2, "0");
    const hours = Math.floor(seconds / 3600);
    const minutes = Math.floor(seconds / 60) % 60;
    this.element.textContent = `${hours ? `${hours}:` : ""}${two(minutes)}:${two(seconds % 60)}`;
    this.element.classList.toggle("late", seconds <= LATE_SECONDS);
    ANNOUNCED_MINUTES.forEach((mark) => {
      if (seconds <= mark * 60 && !this.announced.includes(mark)) {
        this.announced.push(mark);
        announce(WORDS.timeLeft(mark));
      }
    });
    return seconds;
  }
}

// The line beside the clock. It says saved only of what the server has acknowledged.
class StateLine {
  constructor(savedAt) {
    this.element = byId("saved");
    this.element.hidden = false;
    this.savedAt = savedAt;
    this.inTrouble = null;
    this.isOver = false;
  }

  // Nothing on this page is saved any more, whatever was.
  stop() {
    this.element.textContent = WORDS.stopped;
    this.element.className = "saved bad";
    this.isOver = true;
  }

  show(count) {
    if (this.isOver) return;
    let words = this.savedAt ? WORDS.saved(this.savedAt) : WORDS.nothingYet;
    if (count) words = this.inTrouble ? this.inTrouble(count) : WORDS.waiting(count);
    this.element.textContent = words;
    this.element.className = `saved${count || !this.savedAt ? " wait" : ""}`;
  }

  // Speak only of a change that matters: a voice that says "saved" every two seconds helps nobody.
  online(count) {
    if (!this.inTrouble) return;
    this.inTrouble = null;
    announce(WORDS.onlineAgain);
    hideNotice();
    this.show(count);
  }

  // Nothing gets through: nobody was reached, or the server itself said that it cannot save.
  troubled(status, count) {
    const words = status ? WORDS.refusing : WORDS.offline;
    if (this.inTrouble === words) return;
    this.inTrouble = words;
    const told = status ? WORDS.refusingNotice : WORDS.offlineNotice;
    announce(told);
    notice(told, "warning");
    this.show(count);
  }
}

// What is still to be acknowledged, sent one batch at a time. A batch is repeated as it was, under its own number, until
// it is answered: the server tells a repetition from news by that number.
class Outbox {
  constructor(shelf, clock, line) {
    this.shelf = shelf;
    this.clock = clock;
    this.line = line;
    this.acknowledged = new Map();
    this.waiting = new Map();
    this.looks = new Set();
    this.nextSeq = Number(options.nextSeq);
    this.sending = null;
    this.timer = null;
    this.due = 0;
    this.oneByOne = false;
    this.stopped = false;
  }

  // Take up what an earlier page left behind, but nothing that has since been answered elsewhere.
  async restore(questions) {
    questions.forEach((question) => this.acknowledged.set(question.id, JSON.stringify(question.read())));
    let passedOver = 0;
    (await this.shelf.all()).forEach((entry) => {
      const question = questions.get(entry.question);
      const standing = question && this.acknowledged.get(question.id);
      if (!question || standing === JSON.stringify(entry.answer)) {
        this.shelf.remove(entry.question);
      } else if (entry.bases.includes(standing)) {
        question.write(entry.answer);
        this.waiting.set(question.id, { answer: entry.answer, bases: entry.bases });
      } else {
        this.shelf.remove(entry.question);
        passedOver += 1;
      }
    });
    if (passedOver) notice(WORDS.newerElsewhere(passedOver), "warning");
    this.changed(0);
  }

  add(question) {
    const answer = question.read();
    const before = this.waiting.get(question.id);
    const standing = this.acknowledged.get(question.id);
    if (!before && JSON.stringify(answer) === standing) return;
    const entry = { answer, bases: before ? before.bases : [standing] };
    this.waiting.set(question.id, entry);
    this.shelf.put(question.id, entry);
    this.changed(jittered(BATCH_DELAY));
  }

  look(id) {
    this.looks.add(id);
    this.schedule(jittered(LOOK_DELAY));
  }

  changed(delay) {
    this.line.show(this.waiting.size);
    if (this.waiting.size) this.schedule(delay);
  }

  // The first change starts the delay and later ones travel with it: who types on and on is saved all the same.
  schedule(delay) {
    const due = performance.now() + delay;
    if (this.stopped || this.sending || (this.timer && this.due <= due)) return;
    clearTimeout(this.timer);
    this.due = due;
    this.timer = setTimeout(() => this.flush(), delay);
  }

  // Send one batch; whoever calls meanwhile waits for the same one.
  flush() {
    clearTimeout(this.timer);
    this.timer = null;
    if (!this.sending) {
      this.sending = this.deliver().then(() => {
        this.sending = null;
        if (this.waiting.size) this.schedule(this.oneByOne ? 0 : jittered(BATCH_DELAY));
      });
    }
    return this.sending;
  }

  async drain() {
    while (!this.stopped && this.waiting.size) await this.flush();
  }

  async deliver() {
    if (!this.waiting.size && !this.looks.size) return;
    const batch = this.pack();
    let pause = RETRY_FIRST;
    while (!this.stopped && !(await this.send(batch))) {
      await Promise.race([sleep(jittered(pause)), new Promise((resolve) => { this.hurry = resolve; })]);
      pause = Math.min(RETRY_MOST, pause * 2);
    }
  }

  pack() {
    let entries = Array.from(this.waiting);
    if (this.oneByOne) entries = entries.slice(0, 1);
    const answers = {};
    entries.forEach(([id, entry]) => {
      answers[id] = entry.answer;
      // Should the reply be lost, a later page knows this value for its own.
      entry.bases = entry.bases.concat(JSON.stringify(entry.answer));
      this.shelf.put(id, entry);
    });
    const viewed = Array.from(this.looks);
    this.looks.clear();
    const seq = this.nextSeq;
    this.nextSeq += 1;
    return { entries, body: { seq, answers, viewed } };
  }

  // Whether the batch was answered, one way or another.
  async send(batch) {
    const reply = await request("PUT", options.responsesUrl, batch.body);
    if (isTrouble(reply.status)) {
      this.line.troubled(reply.status, this.waiting.size);
      return false;
    }
    this.line.online(this.waiting.size);
    if (reply.status === 200) this.accept(batch, reply.body);
    else this.refuse(batch, reply);
    return true;
  }

  accept(batch, body) {
    this.clock.correct(body.remaining_seconds);
    this.nextSeq = Math.max(this.nextSeq, body.seq + 1);
    // A higher number means that another page of this browser was ahead: what stands here now goes again, above it.
    if (body.seq === batch.body.seq) {
      batch.entries.forEach(([id, entry]) => {
        this.acknowledged.set(id, JSON.stringify(batch.body.answers[id]));
        if (this.waiting.get(id) === entry) {
          this.waiting.delete(id);
          this.shelf.remove(id);
        }
      });
      if (batch.entries.length) this.line.savedAt = body.saved_at.slice(11, 19);
    }
    if (!this.waiting.size) this.oneByOne = false;
    this.line.show(this.waiting.size);
  }

  refuse(batch, reply) {
    if (reply.status === 409) {
      this.stop();
      ended(reply.body.code, batch.body.answers);
    } else if (reply.status === 401 || reply.status === 404) {
      this.stop();
      this.line.stop();
      lock();
      notice(WORDS.expired, "error");
    } else if (batch.entries.length > 1) {
      this.oneByOne = true;
    } else {
      batch.entries.forEach(([id]) => {
        this.waiting.delete(id);
        this.shelf.remove(id);
        notice(WORDS.refused(questions.get(id).number, reply.body.detail || ""), "error");
      });
    }
  }

  // Another device has the attempt: what is left here goes out once more, to be kept apart. The server has what it
  // refused. Returns whether it now has everything.
  async handOver(refused) {
    const answers = {};
    this.waiting.forEach((entry, id) => {
      if (JSON.stringify(refused[id]) !== JSON.stringify(entry.answer)) answers[id] = entry.answer;
    });
    let told = !Object.keys(answers).length;
    for (let tries = 0; !told && tries < LAST_TRIES; tries += 1) {
      if (tries) await sleep(jittered(RETRY_FIRST * 2 ** tries));
      told = !isTrouble((await request("PUT", options.responsesUrl, { seq: this.nextSeq, answers })).status);
    }
    return told;
  }

  // Try at once what waits for its next attempt.
  retry() {
    if (this.hurry) this.hurry();
    this.flush();
  }

  stop() {
    this.stopped = true;
    clearTimeout(this.timer);
    if (this.hurry) this.hurry();
  }
}

// The page's sign of life: it tells what it noticed, and hears the time left and what the invigilators say.
class Contact {
  constructor(clock) {
    this.clock = clock;
    this.noticed = [];
    this.lastMessage = Number(options.lastMessage || 0);
    this.departures = 0;
    this.leftAt = null;
    this.sending = false;
  }

  async report() {
    if (this.sending || outbox.stopped) return;
    this.sending = true;
    const noticed = this.noticed.slice(0, NOTICED_MOST);
    const reply = await request("POST", options.contactUrl, { last_message: this.lastMessage, noticed });
    this.sending = false;
    if (reply.status === 200) {
      this.noticed.splice(0, noticed.length);
      this.clock.correct(reply.body.remaining_seconds);
      reply.body.messages.forEach((message) => this.tell(message));
      if (this.noticed.length) this.report();
    } else if (reply.status === 409 && !outbox.stopped) {
      outbox.stop();
      ended(reply.body.code);
    }
  }

  tell(message) {
    if (message.id <= this.lastMessage) return;
    this.lastMessage = message.id;
    const line = document.createElement("p");
    line.className = "message";
    line.textContent = WORDS.told(message.at.slice(11, 16), message.text);
    byId("told").append(line);
    line.scrollIntoView({ block: "nearest" });
  }

  // What is recorded is said in the same moment: nobody is watched in secret.
  notice(kind, amount, words) {
    this.noticed.push({ kind, amount });
    const line = byId("watched");
    line.textContent = words;
    line.hidden = false;
    this.report();
  }

  left() {
    if (this.leftAt === null) this.leftAt = performance.now();
  }

  returned() {
    if (this.leftAt === null || document.visibilityState !== "visible") return;
    const seconds = Math.round((performance.now() - this.leftAt) / 1000);
    this.leftAt = null;
    if (seconds < AWAY_LEAST) return;
    this.departures += 1;
    this.notice("away", seconds, WORDS.away(seconds, this.departures));
  }

  pasted(event) {
    const text = event.clipboardData ? event.clipboardData.getData("text") : "";
    if (text.length) this.notice("paste", text.length, WORDS.pasted(text.length));
  }

  watch() {
    if (options.watches !== "true") return;
    window.addEventListener("blur", () => this.left());
    window.addEventListener("focus", () => this.returned());
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "visible") this.returned(); else this.left();
    });
    sheet.addEventListener("paste", (event) => this.pasted(event));
  }
}

// The answer card: what is answered, what is flagged, where one stands.
class Card {
  constructor(questions) {
    this.questions = questions;
    this.order = Array.from(questions.values());
    this.key = `jijikao-flags-${options.attempt}`;
    this.flags = new Set(this.load());
    this.links = new Map();
    document.querySelectorAll("[data-nav]").forEach((link) => this.links.set(link.dataset.nav, link));
    this.current = this.order[0];
  }

  load() {
    try {
      return JSON.parse(localStorage.getItem(this.key)) || [];
    } catch (error) {
      return [];
    }
  }

  toggle(id) {
    if (!this.flags.delete(id)) this.flags.add(id);
    try {
      localStorage.setItem(this.key, JSON.stringify(Array.from(this.flags)));
    } catch (error) {
      // A full or forbidden store costs the flag after a reload, no answer.
    }
    this.show();
  }

  forget() {
    try {
      localStorage.removeItem(this.key);
    } catch (error) {
      // As above.
    }
  }

  show() {
    const answered = this.order.filter((question) => question.read() !== null);
    this.order.forEach((question) => this.showOne(question, answered.includes(question)));
    byId("answered").textContent = answered.length;
    byId("answered-foot").textContent = answered.length;
    byId("flagged").textContent = this.flags.size;
    byId("flagged-part").hidden = !this.flags.size;
  }

  showOne(question, isAnswered) {
    const isFlagged = this.flags.has(question.id);
    const link = this.links.get(question.id);
    link.classList.toggle("done", isAnswered);
    link.classList.toggle("flagged", isFlagged);
    link.setAttribute(
      "aria-label",
      WORDS.question(question.number) + (isAnswered ? WORDS.answered : "") + (isFlagged ? WORDS.marked : ""),
    );
    const flag = question.field.querySelector(".flag");
    flag.hidden = false;
    flag.setAttribute("aria-pressed", String(isFlagged));
    flag.textContent = isFlagged ? WORDS.flagged : WORDS.flag;
  }

  stand(question) {
    this.links.get(this.current.id).classList.remove("here");
    this.current = question;
    this.links.get(question.id).classList.add("here");
    const index = this.order.indexOf(question);
    byId("previous").hidden = index === 0;
    byId("next").hidden = index === this.order.length - 1;
  }

  step(distance) {
    const question = this.order[this.order.indexOf(this.current) + distance];
    if (!question) return;
    this.stand(question);
    question.show();
  }
}

async function request(method, url, body) {
  const controller = new AbortController();
  const limit = setTimeout(() => controller.abort(), REQUEST_LIMIT);
  try {
    const response = await fetch(url, {
      method,
      headers: { "Authorization": `Attempt ${options.token}`, "Content-Type": "application/json" },
      body: body && JSON.stringify(body),
      // The token says it all: no cookie, no session to look up.
      credentials: "omit",
      // A page that is being closed still gets its last answers out.
      keepalive: document.visibilityState === "hidden",
      signal: controller.signal,
    });
    return { status: response.status, body: await response.json().catch(() => ({})) };
  } catch (error) {
    return { status: 0, body: {} };
  } finally {
    clearTimeout(limit);
  }
}

// Nobody was reached, or nobody could answer now.
function isTrouble(status) {
  return status >= 500 || status === 429 || status === 0;
}

// When nothing else works: all answers in a file that an organizer can take in, sealed where the browser can do it.
async function exportAnswers() {
  const answers = {};
  questions.forEach((question) => {
    const answer = question.read();
    if (answer !== null || outbox.waiting.has(question.id)) answers[question.id] = answer;
  });
  const said = { seq: outbox.nextSeq, answers };
  // What is saved from here on is newer than the file.
  outbox.nextSeq += 1;
  const file = { jijikao: "answers", version: 1, attempt: options.attempt, epoch: Number(options.epoch) };
  const canSeal = Boolean(window.crypto && window.crypto.subtle);
  Object.assign(file, canSeal ? await seal(said) : { plain: said });
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([JSON.stringify(file)], { type: "application/json" }));
  link.download = WORDS.fileName(options.attempt);
  document.body.append(link);
  link.click();
  link.remove();
  notice(canSeal ? WORDS.exported : WORDS.exportedPlainly, "success");
}

async function seal(said) {
  const bytes = (text) => new TextEncoder().encode(text);
  const base64 = (buffer) => btoa(Array.from(new Uint8Array(buffer), (byte) => String.fromCharCode(byte)).join(""));
  const raw = new Uint8Array(options.rescueKey.match(/../g).map((pair) => parseInt(pair, 16)));
  const key = await window.crypto.subtle.importKey("raw", raw, "AES-GCM", false, ["encrypt"]);
  const nonce = window.crypto.getRandomValues(new Uint8Array(12));
  const additionalData = bytes(`${options.attempt}:${options.epoch}`);
  const sealed = await window.crypto.subtle.encrypt(
    { name: "AES-GCM", iv: nonce, additionalData },
    key,
    bytes(JSON.stringify(said)),
  );
  return { nonce: base64(nonce), sealed: base64(sealed) };
}

function announce(words) {
  byId("announcer").textContent = words;
}

function notice(words, kind, link) {
  const box = byId("notice");
  const line = document.createElement("p");
  line.className = `message ${kind}`;
  line.textContent = words;
  if (link) {
    const anchor = document.createElement("a");
    anchor.href = link.url;
    anchor.textContent = link.words;
    line.append(" ", anchor);
  }
  box.textContent = "";
  box.append(line);
  box.hidden = false;
}

function hideNotice() {
  byId("notice").hidden = true;
}

function lock() {
  questions.forEach((question) => { question.field.disabled = true; });
  document.querySelectorAll("button[name=check]").forEach((button) => { button.disabled = true; });
}

// The server will take no more from this page; `refused` are answers that it has just not taken.
async function ended(code, refused = {}) {
  const left = outbox.waiting.size;
  lock();
  if (code === "taken_over") {
    const here = { url: options.startUrl, words: WORDS.continueHere };
    outbox.line.stop();
    notice(WORDS.takenOver, "error", here);
    if (await outbox.handOver(refused) && left) notice(WORDS.takenOverKept(left), "error", here);
  } else {
    if (code === "submitted") await Promise.race([outbox.handOver(refused), sleep(CHECK_PATIENCE)]);
    leave(left);
  }
}

// The next page says how many answers came too late: nobody is to believe that they count.
function leave(missed) {
  shelf.clear();
  card.forget();
  window.location.assign(missed ? `${options.doneUrl}?missed=${missed}` : options.doneUrl);
}

// Go on to the check once all is saved. Where that takes long the person is told, and asks again: a page that leaves
// by itself, minutes later, in the middle of an answer, would be worse.
async function check() {
  questions.forEach((question) => outbox.add(question));
  if (outbox.waiting.size) notice(WORDS.savingFirst, "warning");
  outbox.retry();
  await Promise.race([outbox.drain(), sleep(CHECK_PATIENCE)]);
  if (outbox.stopped) return;
  if (outbox.waiting.size) notice(WORDS.notSavedYet(outbox.waiting.size), "warning");
  else window.location.assign(options.checkUrl);
}

// Time is up: first the last answers, then the attempt itself, until the server says that it is over.
async function finish() {
  questions.forEach((question) => outbox.add(question));
  lock();
  notice(WORDS.timeIsUp, "warning");
  const late = setTimeout(() => notice(WORDS.timeIsUpOffline, "warning"), RETRY_MOST);
  outbox.retry();
  await outbox.drain();
  await sleep(Math.random() * BATCH_DELAY);
  while (!outbox.stopped) {
    const reply = await request("POST", options.submitUrl);
    if (reply.status === 200) {
      outbox.stop();
      leave();
    } else if (reply.status === 409) {
      outbox.stop();
      ended(reply.body.code);
    } else {
      await sleep(jittered(RETRY_FIRST * 2));
    }
  }
  clearTimeout(late);
}

function listen() {
  sheet.addEventListener("input", (event) => {
    const field = event.target.closest("[data-question]");
    if (!field) return;
    const question = questions.get(field.dataset.question);
    question.tint();
    outbox.add(question);
    card.show();
  });
  sheet.addEventListener("keydown", (event) => {
    // Enter in a blank would hand the form in.
    if (event.key === "Enter" && event.target.matches("input[type=text]") && !event.isComposing) event.preventDefault();
  });
  sheet.addEventListener("submit", (event) => {
    event.preventDefault();
    check();
  });
  sheet.addEventListener("click", (event) => {
    const flag = event.target.closest(".flag");
    if (flag) card.toggle(flag.closest("[data-question]").dataset.question);
  });
  card.links.forEach((link, id) => link.addEventListener("click", (event) => {
    event.preventDefault();
    card.stand(questions.get(id));
    questions.get(id).show();
  }));
  byId("rescue").hidden = false;
  byId("export").addEventListener("click", () => exportAnswers());
  byId("previous").addEventListener("click", (event) => { event.preventDefault(); card.step(-1); });
  byId("next").addEventListener("click", (event) => { event.preventDefault(); card.step(1); });
  window.addEventListener("online", () => outbox.retry());
  window.addEventListener("pagehide", () => outbox.flush());
  window.addEventListener("pageshow", (event) => { if (event.persisted) window.location.reload(); });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") contact.report();
    else outbox.flush();
  });
}

// Which question is being read, and which were seen at all.
function watch() {
  const seen = new IntersectionObserver((entries) => {
    entries.filter((entry) => entry.isIntersecting).forEach((entry) => {
      seen.unobserve(entry.target);
      outbox.look(entry.target.dataset.question);
    });
  }, { threshold: 0.5 });
  const read = new IntersectionObserver((entries) => {
    const entered = entries.find((entry) => entry.isIntersecting);
    if (entered) card.stand(questions.get(entered.target.dataset.question));
  }, { rootMargin: "-25% 0px -70% 0px" });
  questions.forEach((question) => {
    seen.observe(question.field);
    read.observe(question.field);
  });
}

function tick() {
  if (clock.show() > 0) {
    setTimeout(tick, 250);
  } else if (!outbox.stopped) {
    finish();
  }
}

const questions = new Map();
document.querySelectorAll("[data-question]").forEach((field) => {
  const question = new Question(field);
  questions.set(question.id, question);
});
const clock = new Clock(Number(options.remainingSeconds));
const card = new Card(questions);
const contact = new Contact(clock);
let shelf;
let outbox;

Shelf.open(options.attempt).then(async (opened) => {
  shelf = opened;
  outbox = new Outbox(shelf, clock, new StateLine(options.savedAt));
  await outbox.restore(questions);
  document.querySelectorAll("[data-without-script]").forEach((element) => { element.hidden = true; });
  card.show();
  card.stand(card.current);
  listen();
  watch();
  tick();
  JSON.parse(options.told || "[]").forEach((message) => contact.tell(message));
  contact.watch();
  setInterval(() => contact.report(), jittered(HEARTBEAT));
  sheet.dataset.ready = "true";
});
