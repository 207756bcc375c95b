// Runs before anything is drawn, so that no page flashes in the other colours.
"use strict";
try {
  const chosen = localStorage.getItem("vtd-docs-theme");
  if (chosen) document.documentElement.dataset.theme = chosen;
} catch { /* Pages opened from a disk may have no storage; the system's colours do then. */ }
document.documentElement.classList.add("js");
