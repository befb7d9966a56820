// While something on the page is being worked at, its marked part is fetched again every three seconds.
const refresh = async () => {
  const response = await fetch(window.location.href);
  if (!response.ok || response.redirected) return;
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  for (const shown of document.querySelectorAll("[data-live]")) {
    const fresh = page.querySelector(`[data-live="${shown.dataset.live}"]`);
    // What somebody is about to change stays as it is.
    if (fresh && !shown.contains(document.activeElement)) shown.replaceWith(fresh);
  }
};

const timer = setInterval(() => {
  if (!document.querySelector("[data-working]")) {
    clearInterval(timer);
  } else if (document.visibilityState === "visible") {
    refresh().catch(() => {});
  }
}, 3000);
