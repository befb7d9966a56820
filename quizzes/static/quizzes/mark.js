// Mark one answer after another without the mouse: digits tick marking points, whose sum becomes the marks, Enter takes
// the next. Letters alone get in the way of those who dictate, so that the keys can be put out of use; this browser
// remembers it for all desks alike.
const form = document.querySelector("form[data-mark]");
const hint = document.querySelector("[data-keys]");
const choice = hint && hint.querySelector("input");
const marks = form && form.querySelector("[name=marks]");
const comment = form && form.querySelector("[name=comment]");
const ticks = form ? [...form.querySelectorAll("[name=points]")] : [];
const STORE = "desk-keys";

const remembered = (value) => {
  try {
    if (value) localStorage.setItem(STORE, value);
    return localStorage.getItem(STORE);
  } catch {
    return null;
  }
};

const addUp = () => {
  const worth = form.querySelector("[data-worth]").dataset.worth.split(" ").map(Number);
  // In hundredths: a sum of tenths must not read 1.7000000000000002.
  const sum = ticks.reduce((so_far, tick, place) => so_far + (tick.checked ? Math.round(worth[place] * 100) : 0), 0);
  marks.value = String(sum / 100);
};

const tick = (digit) => {
  const box = ticks[Number(digit) - 1];
  if (!box) return false;
  box.checked = !box.checked;
  addUp();
  return true;
};

// A second press while the next page is on its way must not mark the same answer twice.
let left = false;

const send = () => {
  if (left || !form.reportValidity()) return;
  left = true;
  form.requestSubmit ? form.requestSubmit() : form.submit();
};

const typing = (target) => target === comment || target === marks;

const press = (event) => {
  if (!choice.checked || event.repeat || event.isComposing || event.metaKey || event.altKey) return;
  const key = event.key;
  if (key === "Escape" && typing(event.target)) {
    event.target.blur();
  } else if (key === "Enter" && (event.ctrlKey || (event.target !== comment && !event.target.closest("a, button, summary")))) {
    event.preventDefault();
    send();
  } else if (!typing(event.target) && !event.ctrlKey && /^[0-9]$/.test(key)) {
    if (tick(key)) event.preventDefault();
    // Without marking points a digit is already the marks.
    else if (!ticks.length) marks.select();
  } else if (!typing(event.target) && !event.ctrlKey && key.toLowerCase() === "f") {
    event.preventDefault();
    marks.select();
  } else if (!typing(event.target) && !event.ctrlKey && key.toLowerCase() === "p") {
    event.preventDefault();
    comment.focus();
  }
};

if (form && hint) {
  choice.checked = remembered() !== "off";
  choice.addEventListener("change", () => remembered(choice.checked ? "on" : "off"));
  ticks.forEach((box) => box.addEventListener("change", addUp));
  hint.hidden = false;
  document.addEventListener("keydown", press);
  // A page that comes back from the browser's memory is alive again.
  window.addEventListener("pageshow", () => {
    left = false;
  });
}
