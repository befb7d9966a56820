// Words marked in a provision become the quotation, and their provision the one picked.
const form = document.querySelector("[data-picking]");
const quoted = form && form.elements.quoted;

if (quoted) {
  document.addEventListener("selectionchange", () => {
    const selection = document.getSelection();
    const words = selection.toString().trim();
    const node = selection.anchorNode;
    const label = node && node.parentElement && node.parentElement.closest("label.pick");
    if (!words || !label || !form.contains(label)) return;
    label.querySelector("input").checked = true;
    quoted.value = words;
  });
}
