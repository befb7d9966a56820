// Decide draft after draft by keyboard: a letter presses its button, the arrows turn the pages.
const target = (key) => {
  if (key === "ArrowLeft") return document.querySelector("a[rel=prev]");
  if (key === "ArrowRight") return document.querySelector("a[rel=next]");
  return /^[a-z]$/i.test(key) ? document.querySelector(`[data-key="${key.toLowerCase()}"]`) : null;
};

// A second press while the next page is on its way must not decide the same draft again.
let left = false;

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, select, textarea");
  if (left || typing || event.repeat || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
  const found = target(event.key);
  if (found) {
    event.preventDefault();
    left = true;
    found.click();
  }
});

// A page that comes back from the browser's memory is alive again.
window.addEventListener("pageshow", () => {
  left = false;
});

for (const hint of document.querySelectorAll(".keys")) hint.hidden = false;
