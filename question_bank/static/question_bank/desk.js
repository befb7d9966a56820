// Bring the lines a row was read from into view, without moving the page.
const source = document.querySelector("[data-source]");
const hit = source && source.querySelector(".hit");
if (hit) {
  source.scrollTop = hit.offsetTop - source.offsetTop - source.clientHeight / 4;
}
