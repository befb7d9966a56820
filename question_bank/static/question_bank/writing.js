// Writing a question: fields change without a new page, images are pasted where they belong. Without this script the
// same buttons send the whole form, and everything is there.
const form = document.querySelector("[data-writing]");

function begin() {
  for (const row of form.querySelectorAll("[data-retype]")) row.hidden = true;
  for (const button of form.querySelectorAll("[data-without-script]")) button.hidden = Boolean(preview);
  for (const hint of form.querySelectorAll("[data-with-script]")) hint.hidden = false;
  for (const area of form.querySelectorAll("textarea[data-rich]")) grow(area);
}

// A field is as tall as what is in it.
function grow(area) {
  if (area.scrollHeight > area.clientHeight) area.style.height = `${Math.min(area.scrollHeight + 4, 480)}px`;
}

async function rework(act) {
  const data = new FormData(form);
  data.set("act", act);
  const focused = document.activeElement && document.activeElement.id;
  const response = await fetch(form.getAttribute("action") || location.href, { method: "POST", body: data });
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const fresh = page.querySelector("[data-fields]");
  if (!fresh) {
    form.submit();
    return;
  }
  form.querySelector("[data-fields]").replaceWith(document.adoptNode(fresh));
  tell(page);
  begin();
  form.dispatchEvent(new Event("input", { bubbles: true }));
  const again = focused && document.getElementById(focused);
  if (again) again.focus();
}

function tell(page) {
  const said = page.querySelector(".messages");
  const old = document.querySelector(".messages");
  if (old) old.remove();
  if (said) document.getElementById("main").prepend(document.adoptNode(said));
}

async function upload(file, area) {
  const data = new FormData();
  data.set("image", file);
  data.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
  const response = await fetch(form.dataset.upload, { method: "POST", body: data });
  const answer = await response.json();
  if (!response.ok) {
    notice(area, answer.detail);
    return;
  }
  notice(area, "");
  insert(area, answer.mark);
}

function insert(area, text) {
  const end = area.selectionEnd;
  area.setRangeText(text, area.selectionStart, end, "end");
  area.focus();
  grow(area);
  area.dispatchEvent(new Event("input", { bubbles: true }));
}

// What went wrong stands under the field it was for.
function notice(area, text) {
  let line = area.parentElement.querySelector("[data-notice]");
  if (!line) {
    line = document.createElement("p");
    line.className = "field-error";
    line.dataset.notice = "";
    line.setAttribute("role", "alert");
    area.after(line);
  }
  line.textContent = text;
  line.hidden = !text;
}

// Rows of a sheet hold no images, and have no place to send them to.
function images(transfer) {
  return transfer ? [...transfer.files].filter((file) => file.type.startsWith("image/")) : [];
}

// What is written stands beside the form as a candidate will see it, a moment after each change.
const preview = document.querySelector("[data-preview]");
let waiting = 0;
let asked = 0;

async function show() {
  const turn = ++asked;
  const data = new FormData(form);
  data.delete("image");
  const response = await fetch(preview.dataset.preview, { method: "POST", body: data });
  if (!response.ok || turn !== asked) return;
  const frame = preview.querySelector("iframe");
  const page = await response.text();
  const at = frame.contentWindow ? frame.contentWindow.scrollY : 0;
  frame.onload = () => frame.contentWindow.scrollTo(0, at);
  frame.srcdoc = page;
}

function showSoon() {
  clearTimeout(waiting);
  waiting = setTimeout(show, 500);
}

if (form) {
  begin();
  if (preview) {
    preview.hidden = false;
    form.addEventListener("input", showSoon);
    show();
  }
  form.addEventListener("click", (event) => {
    const button = event.target.closest("button[name=act]");
    if (!button || button.value === "image-add") return;
    event.preventDefault();
    rework(button.value);
  });
  form.addEventListener("change", (event) => {
    const row = event.target.closest(".retype");
    if (row) rework(row.querySelector("[data-retype]").value);
  });
  form.addEventListener("input", (event) => {
    if (event.target.matches("textarea[data-rich]")) grow(event.target);
  });
  form.addEventListener("paste", (event) => {
    const area = event.target.closest("textarea[data-rich]");
    const found = images(event.clipboardData);
    // Cells copied from Excel come with a picture of themselves; their text makes the table.
    if (!form.dataset.upload || !area || !found.length || event.clipboardData.getData("text/plain")) return;
    event.preventDefault();
    for (const file of found) upload(file, area);
  });
  form.addEventListener("drop", (event) => {
    const area = event.target.closest("textarea[data-rich]");
    const found = images(event.dataTransfer);
    if (!form.dataset.upload || !area || !found.length) return;
    event.preventDefault();
    for (const file of found) upload(file, area);
  });
}
