// Offers the browser's own print dialogue where there is one.
const button = document.getElementById("print");
button.hidden = false;
button.addEventListener("click", () => window.print());
