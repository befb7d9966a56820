// Lets a person see what they type: a code from paper is hard to type blind on a phone.
for (const input of document.querySelectorAll("input[type=password]")) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "link small";
  button.setAttribute("aria-controls", input.id);
  const show = (visible) => {
    input.type = visible ? "text" : "password";
    button.textContent = visible ? "隐藏" : "显示输入的内容";
    button.setAttribute("aria-pressed", String(visible));
  };
  button.addEventListener("click", () => show(input.type === "password"));
  // A password manager saves what was typed in a password field only.
  input.form.addEventListener("submit", () => show(false));
  show(false);
  input.after(button);
}
