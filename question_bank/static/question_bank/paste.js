// Shows what is understood of the pasted text while it is typed. Without this script a button does.
const form = document.querySelector("[data-paste]");
const preview = document.querySelector("[data-paste-preview]");
const text = form.elements.text;
const PAUSE = 500;
let timer = 0;
let asked = 0;

const look = async () => {
  const mine = ++asked;
  const body = new FormData(form);
  const response = await fetch(form.dataset.paste, { method: "POST", body });
  // An answer that another one has overtaken is of no use.
  if (mine !== asked || !response.ok || response.redirected) return;
  const shown = new DOMParser().parseFromString(await response.text(), "text/html");
  preview.replaceChildren(...shown.body.childNodes);
};

form.querySelector("[data-preview-button]").hidden = true;
text.addEventListener("input", () => {
  clearTimeout(timer);
  timer = setTimeout(() => {
    if (text.value.trim()) look().catch(() => {});
  }, PAUSE);
});
