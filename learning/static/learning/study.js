// Counts on from what the server measured: a desk's clock may be wrong, but it goes on while a phone sleeps.
const shown = document.querySelector("[data-since]");
const output = shown.querySelector("output");
const before = Date.parse(shown.dataset.now) - Date.parse(shown.dataset.since);
const arrived = Date.now();

function show() {
  const minutes = String(Math.floor((before + Date.now() - arrived) / 60_000));
  if (output.textContent !== minutes) output.textContent = minutes;
}

setInterval(show, 1000);
// A page taken out of the browser's memory may show a clock that was stopped since.
addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
