// A browser sends the files of a folder without their places in it: these go along in a field of their own.
const folder = document.querySelector("input[webkitdirectory]");
const paths = document.querySelector("input[name=paths]");

if (folder && paths) {
  folder.addEventListener("change", () => {
    paths.value = [...folder.files].map((file) => file.webkitRelativePath || file.name).join("\n");
  });
}
