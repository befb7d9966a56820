// Saves a text while it is being written. What the server has not acknowledged waits in the browser (IndexedDB, which
// plain HTTP has too), under the person and the record, and is called saved only when the server has said so.
// Each save names the revision it goes on from: the server refuses to put an older text over a newer one.
// ES2017 syntax, no secure-context API.

const WORDS = {
  saved: (time) => `已保存 ${time}`,
  writing: "正在保存……",
  offline: "暂存在本机，联网后自动保存",
  notKept: "还没有保存，网络恢复后自动保存；请不要关闭本页",
  refused: (detail) => `暂存在本机，还没有保存到服务器：${detail}`,
  signedOut: "登录已失效，文字暂存在本机。请刷新本页，重新登录后自动接着保存。",
  restored: "已找回上次没有保存到服务器的文字，正在保存",
  undecided: "先选用哪一份，再接着保存",
  submitOffline: "现在连不上服务器，没有提交。文字暂存在本机，联网后再提交。",
};
const TYPING_PAUSE = 1500;
const SHELF_PAUSE = 300;
const RETRY_FIRST = 2000;
const RETRY_MOST = 30000;
const REQUEST_LIMIT = 15000;
const SENT_KEPT = 5;
const DATABASE = "jijikao-drafts";
const OWNER = "jijikao-drafts-of";

const form = document.querySelector("form[data-draft]");
const options = form.dataset;
const user = document.body.dataset.user;
const byId = (id) => document.getElementById(id);
const conflict = byId("draft-conflict");
const body = form.elements.body;

// What this person has written that the server does not have, one entry a record.
class Shelf {
  static open() {
    return new Promise((resolve) => {
      let request;
      try {
        request = window.indexedDB.open(DATABASE, 1);
      } catch (error) {
        resolve(new Shelf(null));
        return;
      }
      request.onupgradeneeded = () => request.result.createObjectStore("drafts", { keyPath: ["user", "record"] });
      request.onerror = () => resolve(new Shelf(null));
      request.onsuccess = () => {
        // Another page clears it at sign-out: this one must not hold it open.
        request.result.onversionchange = () => request.result.close();
        resolve(new Shelf(request.result));
      };
    });
  }

  constructor(database) {
    this.database = database;
  }

  all() {
    return this.ask("readonly", (store) => store.getAll(IDBKeyRange.bound([user], [user, []])), []);
  }

  async put(entry) {
    const key = await this.ask("readwrite", (store) => store.put(Object.assign({ user }, entry)), null);
    if (key) this.remember(true);
    return Boolean(key);
  }

  async remove(record) {
    await this.ask("readwrite", (store) => store.delete([user, record]), null);
    if (!(await this.all()).length) this.remember(false);
  }

  // Tells the pages without an editor whose text lies here, so that the next person at the desk does not find it.
  remember(isKept) {
    try {
      if (isKept) localStorage.setItem(OWNER, user);
      else localStorage.removeItem(OWNER);
    } catch (error) {
      // Without it the text still lies under its writer's key alone.
    }
  }

  ask(mode, what, otherwise) {
    return new Promise((resolve) => {
      try {
        const request = what(this.database.transaction("drafts", mode).objectStore("drafts"));
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => resolve(otherwise);
      } catch (error) {
        resolve(otherwise);
      }
    });
  }
}

const UNSENT = ["csrfmiddlewaretoken", "action", "revision", "draft", "beside", "q"];

// The form's fields as they stand, without what is no part of the text.
function fields() {
  const read = {};
  new FormData(form).forEach((value, name) => { if (!UNSENT.includes(name)) read[name] = value; });
  return read;
}

function write(values) {
  Object.keys(values).forEach((name) => {
    if (form.elements[name]) form.elements[name].value = values[name];
  });
  body.dispatchEvent(new Event("input", { bubbles: true }));
}

const plain = (values) => JSON.stringify(values);
// Line ends travel as CRLF, and white space at the ends is not kept: neither makes another text.
const sameText = (one, other) => one.replace(/\r\n/g, "\n").trim() === other.replace(/\r\n/g, "\n").trim();

class Draft {
  constructor(shelf) {
    this.shelf = shelf;
    this.record = options.record;
    this.revision = Number(form.elements.revision.value);
    // What the page came with is what the server has, unless it gave a text back that it had refused.
    this.acknowledged = "given" in options ? null : fields();
    this.sent = [];
    this.isKept = false;
    this.saving = null;
    this.pause = RETRY_FIRST;
    this.stopped = false;
  }

  get isDirty() {
    return plain(fields()) !== plain(this.acknowledged);
  }

  // Take up what an earlier page left here: on what the server still has, or beside what is newer there.
  async restore() {
    const left = (await this.shelf.all()).filter((entry) => (
      entry.record === this.record || (!this.revision && !entry.revision && entry.kind === options.kind)
    ));
    const entry = left[left.length - 1];
    if (!entry) return;
    if (plain(entry.fields) === plain(this.acknowledged)) {
      await this.shelf.remove(entry.record);
      return;
    }
    this.become(entry.record);
    this.sent = entry.sent;
    this.isKept = true;
    if (entry.revision === this.revision || this.hasSent(body.value)) {
      write(entry.fields);
      show(WORDS.restored);
      this.schedule(0);
    } else {
      this.disagree(entry.fields, this.revision, "conflict-local");
    }
  }

  // A new record's number is the page's own until the first save: an earlier page's text keeps the number it had.
  become(record) {
    options.draft = options.draft.replace(this.record, record);
    form.elements.draft.value = record;
    this.record = record;
  }

  hasSent(text, sent = this.sent) {
    return sent.some((each) => sameText(each, text));
  }

  typed() {
    clearTimeout(this.shelfTimer);
    this.shelfTimer = setTimeout(() => this.keep(), SHELF_PAUSE);
    this.schedule(TYPING_PAUSE);
  }

  async keep() {
    if (!this.isDirty) return;
    const { record, revision, sent } = this;
    this.isKept = await this.shelf.put({ record, revision, sent, kind: options.kind, fields: fields() });
  }

  schedule(delay) {
    if (this.stopped) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), delay);
  }

  // Send what stands there now; whoever calls meanwhile waits for the same save.
  save() {
    clearTimeout(this.timer);
    if (!this.saving) this.saving = this.send().finally(() => { this.saving = null; });
    return this.saving;
  }

  // Save until nothing is left, and say what became of it.
  async drain() {
    let outcome = await this.save();
    while (outcome === "saved" && this.isDirty) outcome = await this.save();
    return outcome;
  }

  async send() {
    if (this.stopped) return "stopped";
    if (!this.isDirty) return "saved";
    const now = fields();
    const earlier = this.sent;
    // Should the answer be lost, a later save, or a later page, knows this text for its own.
    this.sent = earlier.concat(now.body).slice(-SENT_KEPT);
    await this.keep();
    show(WORDS.writing);
    const reply = await post(Object.assign({ kind: options.kind, revision: this.revision }, now));
    if (reply.status === 200) return this.accept(now, reply.body);
    if (reply.body.code === "stale") return this.older(earlier, reply.body);
    if (reply.status === 422 || reply.status === 409) {
      this.sent = earlier;
      show(WORDS.refused(reply.body.detail));
      return "refused";
    }
    if ([302, 403, 404].includes(reply.status)) {
      this.stopped = true;
      show(WORDS.signedOut);
      return "stopped";
    }
    show(this.isKept ? WORDS.offline : WORDS.notKept);
    this.schedule(this.pause);
    this.pause = Math.min(RETRY_MOST, this.pause * 2);
    return "away";
  }

  async accept(now, told) {
    this.pause = RETRY_FIRST;
    this.goOnFrom(told.revision);
    this.acknowledged = now;
    this.sent = [];
    if (window.location.pathname !== told.address) window.history.replaceState(null, "", told.address);
    if (this.isDirty) {
      this.keep();
      this.schedule(TYPING_PAUSE);
    } else {
      clearTimeout(this.shelfTimer);
      await this.shelf.remove(this.record);
      this.isKept = false;
    }
    show(WORDS.saved(told.saved_at));
    return "saved";
  }

  goOnFrom(revision) {
    this.revision = revision;
    form.elements.revision.value = revision;
  }

  // The server has a later revision. It is this page's own where an answer was lost on the way.
  older(earlier, told) {
    if (this.hasSent(told.fields.body, earlier)) {
      this.goOnFrom(told.revision);
      this.schedule(0);
      return "away";
    }
    this.disagree(told.fields, told.revision, "conflict-server");
    return "stopped";
  }

  // Two texts: nothing more is saved until their writer has said which one goes on.
  disagree(other, revision, told) {
    this.stopped = true;
    conflict.hidden = false;
    byId("conflict-local").hidden = told !== "conflict-local";
    byId("conflict-server").hidden = told !== "conflict-server";
    byId("other-text").value = other.body;
    show(WORDS.undecided);
    const settle = (change) => () => {
      change();
      conflict.hidden = true;
      this.goOnFrom(revision);
      this.acknowledged = null;
      this.stopped = false;
      this.schedule(0);
      body.focus();
    };
    byId("take-other").onclick = settle(() => write(other));
    byId("take-both").onclick = settle(() => write({ body: `${body.value}\n\n${other.body}` }));
    byId("keep-own").onclick = settle(() => {});
    conflict.scrollIntoView();
  }
}

async function post(values) {
  const controller = new AbortController();
  const limit = setTimeout(() => controller.abort(), REQUEST_LIMIT);
  const token = form.elements.csrfmiddlewaretoken.value;
  try {
    const response = await fetch(options.draft, {
      method: "POST",
      headers: { "X-CSRFToken": token },
      body: new URLSearchParams(values),
      credentials: "same-origin",
      // Who is signed out is led to the sign-in page: no place for a text.
      redirect: "manual",
      signal: controller.signal,
    });
    if (response.type === "opaqueredirect") return { status: 302, body: {} };
    return { status: response.status, body: await response.json().catch(() => ({})) };
  } catch (error) {
    return { status: 0, body: {} };
  } finally {
    clearTimeout(limit);
  }
}

function show(words) {
  const line = byId("draft-state");
  line.hidden = !words;
  if (line.textContent !== words) line.textContent = words;
}

async function start() {
  const draft = new Draft(await Shelf.open());
  await draft.restore();
  form.addEventListener("input", () => draft.typed());
  form.addEventListener("change", () => draft.typed());
  if (draft.isDirty) draft.schedule(0);
  window.addEventListener("online", () => draft.schedule(0));
  document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden") draft.save(); });
  let isLeaving = false;
  form.addEventListener("submit", async (event) => {
    if (isLeaving) return;
    event.preventDefault();
    const pressed = event.submitter || document.activeElement;
    const outcome = await draft.drain();
    if (outcome === "away") show(WORDS.submitOffline);
    if (outcome === "away" || outcome === "stopped") return;
    // What the server refused is sent as a form all the same: its page says at which field.
    isLeaving = true;
    // Not within the event that this one came from: a browser ignores a form that is sent while it is being sent.
    setTimeout(() => pressed.click(), 0);
  });
  window.addEventListener("beforeunload", (event) => {
    if (!isLeaving && draft.isDirty && !draft.isKept) event.preventDefault();
  });
  form.dataset.ready = "true";
}

start();
