// Keeps the organizer's page true while an exam is open: the marked parts are fetched again, the page itself stays.
const note = document.querySelector("[data-refresh]");

const refresh = async () => {
  const response = await fetch(window.location.href);
  if (!response.ok || response.redirected) return;
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  for (const shown of document.querySelectorAll("[data-live]")) {
    const fresh = page.querySelector(`[data-live="${shown.dataset.live}"]`);
    if (fresh) shown.replaceWith(fresh);
  }
};

setInterval(() => {
  // A failed look is no matter: the next one is seconds away.
  if (document.visibilityState === "visible") refresh().catch(() => {});
}, Number(note.dataset.refresh) * 1000);
