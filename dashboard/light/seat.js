/* The pages of a game of one person; without this script they work as well. */
"use strict";
// A slider beside the number of a prediction.
for (const slider of document.querySelectorAll("input[data-sets]")) {
  const number = document.getElementById(slider.dataset.sets);
  slider.parentElement.hidden = false;
  slider.value = number.value || "50";
  slider.addEventListener("input", () => { number.value = slider.value; });
  number.addEventListener("input", () => { if (number.checkValidity()) slider.value = number.value; });
}
// A file is opened as soon as it is chosen.
for (const file of document.querySelectorAll("#from-file input[type=file]")) {
  file.addEventListener("change", () => { if (file.files.length) file.form.requestSubmit(); });
}
