// Decide one question after another by keyboard: a letter presses its button, the arrows turn the pages. Letters alone
// get in the way of those who dictate, so that the keys can be put out of use; this browser remembers it.
const hint = document.querySelector("[data-keys]");
const choice = hint && hint.querySelector("input");
const STORE = "desk-keys";

const remembered = (value) => {
  try {
    if (value) localStorage.setItem(STORE, value);
    return localStorage.getItem(STORE);
  } catch {
    return null;
  }
};

const paired = () => [
  ...[...document.querySelectorAll("[data-key]")].map((button) => [button, button.dataset.key]),
  [document.querySelector("a[rel=prev]"), "ArrowLeft"],
  [document.querySelector("a[rel=next]"), "ArrowRight"],
].filter(([element]) => element);

// Screen readers say which key a button has, as long as it has one.
const announce = () => {
  for (const [element, key] of paired()) {
    if (choice.checked) element.setAttribute("aria-keyshortcuts", key.length === 1 ? key.toUpperCase() : key);
    else element.removeAttribute("aria-keyshortcuts");
  }
};

const target = (key) => {
  const found = paired().find(([, own]) => own.toLowerCase() === key.toLowerCase());
  return found && found[0];
};

// What is folded opens, and writing begins in its first text.
const unfold = (summary) => {
  const details = summary.parentElement;
  details.open = true;
  const text = details.querySelector("textarea");
  if (text) text.focus();
};

// A second press while the next page is on its way must not decide the same question again.
let left = false;

const press = (event) => {
  // In a field one types, and in what scrolls sideways the arrows scroll.
  const busy = event.target.closest("input, select, textarea, [tabindex='0']");
  if (left || busy || event.repeat || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
  const found = choice.checked && target(event.key);
  if (!found) return;
  event.preventDefault();
  if (found.localName === "summary") {
    unfold(found);
  } else {
    left = true;
    found.click();
  }
};

if (hint) {
  choice.checked = remembered() !== "off";
  choice.addEventListener("change", () => {
    remembered(choice.checked ? "on" : "off");
    announce();
  });
  announce();
  hint.hidden = false;
  document.addEventListener("keydown", press);
  // A page that comes back from the browser's memory is alive again.
  window.addEventListener("pageshow", () => {
    left = false;
  });
}
