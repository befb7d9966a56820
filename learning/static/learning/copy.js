// Copies a text at the touch of a button; without this script one marks and copies it by hand.
for (const button of document.querySelectorAll("button[data-copy]")) {
  const area = document.getElementById(button.dataset.copy);
  const told = document.getElementById("copied");
  button.hidden = false;
  button.addEventListener("click", () => {
    area.select();
    // The clipboard of today's browsers asks for HTTPS, which an office's own machine may not have.
    if (document.execCommand("copy")) told.hidden = false;
  });
  area.addEventListener("input", () => { told.hidden = true; });
}
