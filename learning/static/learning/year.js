// On a phone the year is wider than the screen: begin at the month that runs.
document.querySelector("[data-now]")?.scrollIntoView({ block: "nearest", inline: "end" });
