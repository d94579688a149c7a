// Wakes what a page has. The page is complete without it: whatever is missing here, an old
// browser, blocked WebAssembly, a lost connection, the forms and links go on working.

const tag = document.querySelector("script[data-wasm]");

async function wake() {
  const islands = document.querySelectorAll("leptos-island");
  if (!tag || !islands.length || typeof WebAssembly !== "object") return;
  const module = await import(tag.dataset.js);
  await module.default({ module_or_path: tag.dataset.wasm });
  module.hydrate();
  // In document order, because an island inside another waits for the outer one's children.
  for (const island of islands) {
    island.parentElement?.closest("leptos-children")?.$$on_hydrate?.();
    await module[island.dataset.component]?.(island);
    // What was chosen before the island was awake is told to it now.
    for (const field of island.querySelectorAll("input[type=file]")) {
      if (field.files.length) field.dispatchEvent(new Event("change", { bubbles: true }));
    }
  }
}

// Copying is one line of the browser's own; where it is not allowed, the text is selected instead.
for (const button of document.querySelectorAll("[data-copy]")) {
  button.addEventListener("click", async () => {
    const source = document.getElementById(button.dataset.copy);
    const text = source.value ?? source.textContent.trim();
    try {
      await navigator.clipboard.writeText(text);
      if (button.dataset.copied) button.lastChild.textContent = ` ${button.dataset.copied}`;
    } catch {
      source.select ? source.select() : getSelection().selectAllChildren(source);
    }
  });
}

wake().catch(() => {});
navigator.serviceWorker?.register("/sw.js").catch(() => {});
