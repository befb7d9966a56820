// Counts the characters of a note as the office counts them: all but white space.
const count = (text) => Array.from(text.replace(/\s/g, "")).length;

for (const area of document.querySelectorAll("textarea[data-count]")) {
  const output = document.getElementById(area.dataset.count);
  const show = () => { output.textContent = `${count(area.value).toLocaleString("zh-CN")} 字`; };
  area.addEventListener("input", show);
  show();
}

// Quotes a provision where the cursor stands; its number goes along, so that the note's page can lead to it.
for (const button of document.querySelectorAll("button[data-quotation]")) {
  button.addEventListener("click", (event) => {
    event.preventDefault();
    const { body, quoted } = button.form.elements;
    quoted.value = `${quoted.value} ${button.value}`.trim();
    body.setRangeText(button.dataset.quotation, body.selectionStart, body.selectionEnd, "end");
    body.dispatchEvent(new Event("input", { bubbles: true }));
    body.focus();
  });
}

let changed = false;
for (const form of document.querySelectorAll("form[data-guard]")) {
  form.addEventListener("input", () => { changed = true; });
  form.addEventListener("submit", () => { changed = false; });
}
window.addEventListener("beforeunload", (event) => {
  if (changed) event.preventDefault();
});
