// Search and colours: what every page has.
"use strict";

(() => {
  const button = document.getElementById("theme");
  const root = document.documentElement;
  const prefersDark = matchMedia("(prefers-color-scheme: dark)");
  const isDark = () => (root.dataset.theme ?? (prefersDark.matches ? "dark" : "light")) === "dark";
  const show = () => button.setAttribute("aria-pressed", String(isDark()));
  button.addEventListener("click", () => {
    root.dataset.theme = isDark() ? "light" : "dark";
    try { localStorage.setItem("vtd-docs-theme", root.dataset.theme); } catch { /* for this page only */ }
    show();
  });
  prefersDark.addEventListener("change", show);
  show();
})();

(() => {
  const mostShown = 40;
  const input = document.getElementById("search");
  const list = document.getElementById("found");
  let selected = -1;
  let loading = null;

  // The index is a script of its own, loaded when somebody searches.
  function index() {
    loading ??= new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = "search-index.js";
      script.onload = () => resolve(window.searchIndex);
      script.onerror = reject;
      document.head.append(script);
    });
    return loading;
  }

  // Lower is better; nothing if a word is missing.
  function rank([, name, text], words) {
    let sum = 0;
    const lowName = name.toLowerCase();
    const lastName = lowName.slice(lowName.lastIndexOf(".") + 1);
    const lowText = text.toLowerCase();
    for (const word of words) {
      if (lowName === word) sum += 0;
      else if (lastName === word) sum += 1;
      else if (lowName.startsWith(word)) sum += 2;
      else if (lastName.startsWith(word)) sum += 3;
      else if (lowName.includes(word)) sum += 5;
      else if (` ${lowText}`.includes(` ${word}`)) sum += 7;
      else if (lowText.includes(word)) sum += 9;
      else return -1;
    }
    return sum;
  }

  function select(at) {
    const options = list.children;
    options[selected]?.setAttribute("aria-selected", "false");
    selected = options.length === 0 ? -1 : (at + options.length) % options.length;
    const option = options[selected];
    option?.setAttribute("aria-selected", "true");
    option?.scrollIntoView({ block: "nearest" });
    if (option) input.setAttribute("aria-activedescendant", option.id);
    else input.removeAttribute("aria-activedescendant");
  }

  function close() {
    list.hidden = true;
    list.replaceChildren();
    select(-1);
    input.setAttribute("aria-expanded", "false");
  }

  function open(option) {
    close();
    input.blur();
    location.href = option.dataset.href;
  }

  function option([kind, name, text, href], number) {
    const item = document.createElement("li");
    item.id = `found-${number}`;
    item.setAttribute("role", "option");
    item.setAttribute("aria-selected", "false");
    item.dataset.href = href;
    for (const [className, content] of [["kind", kind], ["name", name], ["text", text]]) {
      const part = document.createElement("span");
      part.className = className;
      part.textContent = content;
      item.append(part, " ");
    }
    return item;
  }

  async function search() {
    const words = input.value.toLowerCase().split(/\s+/).filter(word => word);
    if (words.length === 0) return close();
    const items = await index();
    if (words.join() !== input.value.toLowerCase().split(/\s+/).filter(word => word).join()) return;
    const found = items
      .map((item, number) => ({ item, number, rank: rank(item, words) }))
      .filter(one => one.rank >= 0)
      .sort((left, right) => left.rank - right.rank || left.number - right.number)
      .slice(0, mostShown);
    list.replaceChildren(...found.map((one, number) => option(one.item, number)));
    if (found.length === 0) {
      const nothing = document.createElement("li");
      nothing.className = "nothing";
      nothing.setAttribute("role", "option");
      nothing.setAttribute("aria-disabled", "true");
      nothing.textContent = "Nothing found";
      list.append(nothing);
    }
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
    selected = -1;
    select(0);
  }

  input.addEventListener("focus", () => { index(); search(); });
  input.addEventListener("input", search);
  input.addEventListener("blur", close);
  list.addEventListener("pointerdown", event => event.preventDefault());
  list.addEventListener("click", event => {
    const chosen = event.target.closest("li[data-href]");
    if (chosen) open(chosen);
  });
  input.addEventListener("keydown", event => {
    if (event.key === "ArrowDown") select(selected + 1);
    else if (event.key === "ArrowUp") select(selected - 1);
    else if (event.key === "Enter" && list.children[selected]?.dataset.href) open(list.children[selected]);
    else if (event.key === "Escape" && input.value !== "") { input.value = ""; close(); }
    else if (event.key === "Escape") input.blur();
    else return;
    event.preventDefault();
  });
  document.addEventListener("keydown", event => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input, textarea, select")) return;
    event.preventDefault();
    input.focus();
    input.select();
  });
})();

// What is folded away on the screen is still wanted on paper.
(() => {
  let opened = [];
  addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll("details:not([open])")];
    for (const one of opened) one.open = true;
  });
  addEventListener("afterprint", () => {
    for (const one of opened) one.open = false;
  });
})();
