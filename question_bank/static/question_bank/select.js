// A box in the head of the list that ticks all boxes of the page.
for (const form of document.querySelectorAll("[data-select]")) {
  const all = form.querySelector("[data-select-all]");
  const boxes = [...form.querySelectorAll("input[name=question]")];
  if (!all || !boxes.length) continue;
  all.hidden = false;
  all.addEventListener("change", () => {
    for (const box of boxes) box.checked = all.checked;
  });
  form.addEventListener("change", () => {
    all.checked = boxes.every((box) => box.checked);
  });
}
