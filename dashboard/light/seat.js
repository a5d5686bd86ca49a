/* A game from a file: read here, checked by the server, which answers with the game's address. */
"use strict";
const box = document.getElementById("from-file");
box.hidden = false;
const told = box.querySelector("[role=alert]");
box.querySelector("input").addEventListener("change", async (event) => {
  const [file] = event.target.files;
  if (!file) return;
  told.hidden = true;
  try {
    const answer = await fetch(box.dataset.url, {
      method: "POST", headers: { "Content-Type": "application/json" }, body: await file.text(),
    });
    const said = await answer.json();
    if (said.address) { location.assign(said.address); return; }
    told.textContent = `${box.dataset.fault} ${said.fault || ""}`;
  } catch {
    told.textContent = box.dataset.fault;
  }
  told.hidden = false;
});
