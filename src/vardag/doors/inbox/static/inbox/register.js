// A workbook takes some seconds: say so, and don't let it be sent twice. The page works without this.
for (const form of document.querySelectorAll("[data-busy-form]")) {
  const said = form.querySelector("[data-busy]");
  form.addEventListener("submit", (event) => {
    if (form.dataset.isSent) {
      event.preventDefault();
      return;
    }
    form.dataset.isSent = "1";
    said.textContent = said.dataset.busy;
  });
  // Back from the next page, the form can be sent anew.
  window.addEventListener("pageshow", () => {
    delete form.dataset.isSent;
    said.textContent = "";
  });
}
