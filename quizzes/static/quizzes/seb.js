// Safe Exam Browser on iOS and macOS sends no header; its script says how it is set up, of the address of this page.
const browser = window.SafeExamBrowser;

if (browser && browser.security) {
  browser.security.updateKeys(() => {
    document.querySelectorAll("[data-seb]").forEach((field) => { field.value = browser.security.configKey || ""; });
  });
}
