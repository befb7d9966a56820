// Counts the characters of a note as the office counts them: all but white space.
const count = (text) => Array.from(text.replace(/\s/g, "")).length;

for (const area of document.querySelectorAll("textarea[data-count]")) {
  const output = document.getElementById(area.dataset.count);
  const show = () => { output.textContent = `${count(area.value).toLocaleString("zh-CN")} 字`; };
  area.addEventListener("input", show);
  show();
}

let changed = false;
for (const form of document.querySelectorAll("form[data-guard]")) {
  form.addEventListener("input", () => { changed = true; });
  form.addEventListener("submit", () => { changed = false; });
}
window.addEventListener("beforeunload", (event) => {
  if (changed) event.preventDefault();
});
