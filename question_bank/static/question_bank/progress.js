// Shows how far background work is, and loads the page anew when it is over. Without this script there is a link to look again.
const bar = document.querySelector("[data-progress]");
const words = document.querySelector("[data-progress-text]");

const look = async () => {
  const response = await fetch(bar.dataset.progress, { headers: { Accept: "application/json" } });
  if (!response.ok || response.redirected) return;
  const told = await response.json();
  if (!told.open) {
    window.location.reload();
    return;
  }
  bar.max = told.total || 1;
  bar.value = told.done;
  words.textContent = told.text;
};

setInterval(() => {
  // A failed look is no matter: the next one is seconds away.
  if (document.visibilityState === "visible") look().catch(() => {});
}, 1500);
