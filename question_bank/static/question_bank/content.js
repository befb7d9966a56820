// Hide the option fields while the chosen type has no options. Without this script they are simply there.
const CHOICES = new Set(["single_choice", "multiple_choice", "indeterminate_choice"]);

for (const options of document.querySelectorAll("[data-options]")) {
  const type = options.form.elements.type;
  const update = () => {
    options.hidden = type.value !== "" && !CHOICES.has(type.value);
  };
  type.addEventListener("change", update);
  update();
}
