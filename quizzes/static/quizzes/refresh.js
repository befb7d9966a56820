// Looks again at the organizer's page while an exam is open, unless somebody is using a control on it.
const note = document.querySelector("[data-refresh]");
const seconds = Number(note.dataset.refresh);

setInterval(() => {
  const busy = document.activeElement && document.activeElement.matches("select, input, textarea");
  if (!busy && document.visibilityState === "visible") window.location.reload();
}, seconds * 1000);
