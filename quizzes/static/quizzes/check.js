// Before handing in: the questions that were flagged on this device, which only this browser knows.

const section = document.getElementById("flagged");

function flags() {
  try {
    return JSON.parse(localStorage.getItem(`jijikao-flags-${section.dataset.attempt}`)) || [];
  } catch (error) {
    return [];
  }
}

const flagged = flags();
section.querySelectorAll("[data-question]").forEach((item) => {
  item.hidden = !flagged.includes(item.dataset.question);
});
section.hidden = !flagged.length;
