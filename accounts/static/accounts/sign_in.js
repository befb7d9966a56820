// Lets a person see what they type: a code from paper is hard to type blind on a phone.
const inputs = [...document.querySelectorAll("input[type=password]")];
const last = inputs[inputs.length - 1];
const button = document.createElement("button");
button.type = "button";
button.className = "link small";

function show(visible) {
  for (const input of inputs) input.type = visible ? "text" : "password";
  button.textContent = visible ? "隐藏输入的内容" : "显示输入的内容";
  button.setAttribute("aria-pressed", String(visible));
}

button.addEventListener("click", () => show(last.type === "password"));
// A password manager keeps what was typed in a password field only.
last.form.addEventListener("submit", () => show(false));
show(false);
last.after(button);
