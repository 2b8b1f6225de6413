"use strict";
(() => {
  const $ = (id) => document.getElementById(id);
  const list = $("list");
  sortable();
  printing();
  if (!list) return;

  const KEYS = ["q", "severity", "source", "owner", "rule", "remedy", "status", "group", "sort"];
  const START = { status: "open", group: "document", sort: "severity" };
  const RANK = { error: 0, warn: 1, info: 2 };
  const LABEL = { error: "error", warn: "warning", info: "note" };
  const input = Object.fromEntries(KEYS.map((key) => [key, $(key)]));
  const groups = Array.from(list.children, (section) => ({
    ...section.dataset, head: section.firstElementChild, path: section.querySelector(".w").textContent,
  }));
  const items = groups.flatMap((group, n) =>
    Array.from(list.children[n].querySelectorAll(".f"), (node) => ({ node, group, d: node.dataset })));
  items.forEach((item, order) => { item.order = order; });
  let laidOut = "document severity";
  let timer = 0;

  const text = (item) => (item.text ??= `${item.group.head.textContent} ${item.node.textContent}`.toLowerCase());
  const value = (key) => input[key].value;

  function chosen() {
    const words = value("q").toLowerCase().split(/\s+/).filter(Boolean);
    const [severity, source, owner, rule, remedy, status] = KEYS.slice(1, 7).map(value);
    return items.filter(({ d, group }, n) =>
      (!severity || d.v === severity) && (!source || group.s === source) && (!owner || group.o === owner) &&
      (!rule || d.c.startsWith(rule)) && (!remedy || d.r === remedy) && (!status || (d.t ?? "open") === status) &&
      words.every((word) => text(items[n]).includes(word)));
  }

  function tell(shown) {
    const count = { error: 0, warn: 0, info: 0 };
    for (const { d } of shown) count[d.v] += 1;
    const parts = Object.keys(count).filter((v) => count[v])
      .map((v) => `${count[v].toLocaleString("en")} ${LABEL[v]}${count[v] === 1 ? "" : "s"}`);
    const told = `${shown.length.toLocaleString("en")} of ${items.length.toLocaleString("en")} findings`;
    $("tally").textContent = parts.length ? `${told}: ${parts.join(", ")}` : told;
    $("none").hidden = shown.length > 0;
  }

  const order3 = (a, b) => (a < b ? -1 : a > b ? 1 : 0);
  const compare = {
    severity: (a, b) => RANK[a.d.v] - RANK[b.d.v] || a.order - b.order,
    path: (a, b) => order3(a.group.path, b.group.path) || (a.d.l || 0) - (b.d.l || 0) || a.order - b.order,
    rule: (a, b) => order3(a.d.c, b.d.c) || a.order - b.order,
  };
  compare.size = compare.severity;
  const key = {
    document: ({ group }) => group, owner: ({ group }) => group.o, rule: ({ d }) => d.c, source: ({ group }) => group.s,
    none: () => "",
  };

  // Moves nodes only when grouping or order changed: hiding is what filters.
  function arrange() {
    const by = value("group"), sort = value("sort");
    if (laidOut === `${by} ${sort}`) return;
    laidOut = `${by} ${sort}`;
    const parts = new Map();
    for (const item of items.slice().sort(compare[sort])) {
      const name = key[by](item);
      if (!parts.has(name)) parts.set(name, []);
      parts.get(name).push(item);
      if (by !== "document") label(item);
    }
    const ordered = Array.from(parts);
    if (sort === "size") ordered.sort((a, b) => b[1].length - a[1].length);
    const made = document.createDocumentFragment();
    for (const [name, members] of ordered) {
      const section = document.createElement("section");
      section.className = "g";
      section.append(heading(by, name), ...members.map((item) => item.node));
      made.append(section);
    }
    list.className = list.className.replace(/by-\w+/, `by-${by}`);
    list.replaceChildren(made);
  }

  // Where a finding is, for groups whose heading does not say so.
  function label({ node, group }) {
    if (node.querySelector(".p")) return;
    const where = document.createElement("p");
    where.className = "p";
    where.append(...Array.from(group.head.children, (part) => part.cloneNode(true)).flatMap((part) => [part, " "]));
    node.firstElementChild.after(where);
  }

  function heading(by, name) {
    if (by === "document") return name.head;
    const head = document.createElement("h3");
    const inner = document.createElement("bdi");
    inner.textContent = by === "rule" ? `${name} ${RULES.get(name) ?? ""}` : name || "All findings";
    head.append(inner);
    return head;
  }
  const RULES = new Map(Array.from(input.rule.options, (o) => [o.value, o.text.replace(/^\S+ | \([\d,]+\)$/g, "")]));

  function show() {
    arrange();
    const shown = new Set(chosen());
    for (const item of items) item.node.hidden = !shown.has(item);
    for (const group of list.children) group.hidden = !group.querySelector(".f:not([hidden])");
    tell(Array.from(shown));
  }

  function fragment() {
    const params = new URLSearchParams();
    for (const k of KEYS) if (value(k) !== (START[k] ?? "")) params.set(k, value(k) || "all");
    const told = params.toString().replaceAll("+", "%20");
    return told ? `#findings?${told}` : "#findings";
  }

  function changed() {
    show();
    history.replaceState(null, "", fragment());
  }

  function set(params) {
    for (const k of KEYS) {
      const wanted = params.get(k) ?? START[k] ?? "";
      input[k].value = wanted === "all" ? "" : wanted;
      if (input[k].selectedIndex === -1) input[k].value = START[k] ?? "";
    }
  }

  // What the address says: a choice, one finding, or a part of the page.
  function restore() {
    const hash = location.hash;
    if (hash.startsWith("#findings?")) {
      set(new URLSearchParams(hash.slice(10)));
      show();
      go($("findings"));
      return;
    }
    const target = hash.length > 1 ? $(hash.slice(1)) : null;
    if (!target) return;
    if (target.hidden && target.matches(".f")) {
      set(new URLSearchParams({ status: "all" }));
      show();
    }
    for (let up = target; up; up = up.parentElement) if (up.matches("details")) up.open = true;
    settle(target);
  }

  function go(section) {
    settle(section);
    section.focus({ preventScroll: true });
  }

  // What is off screen has only a guessed height until it is near: look again once it is laid out.
  function settle(target) {
    target.scrollIntoView();
    requestAnimationFrame(() => requestAnimationFrame(() => target.scrollIntoView()));
  }

  function clear() {
    set(new URLSearchParams());
    changed();
    input.q.focus();
  }

  for (const k of KEYS.slice(1)) input[k].addEventListener("change", changed);
  input.q.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(changed, 120);
  });
  input.q.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && input.q.value) { event.preventDefault(); input.q.value = ""; changed(); }
  });
  $("clear").addEventListener("click", clear);
  $("clear-none").addEventListener("click", clear);
  $("print").addEventListener("click", () => {
    document.body.classList.add("only-list");
    window.print();
  });
  window.addEventListener("hashchange", restore);
  $("filters").hidden = false;
  show();
  restore();

  // Columns sort at a click; the order of the report comes back with the third.
  function sortable() {
    for (const table of document.querySelectorAll("table.sortable")) {
      const body = table.tBodies[0], rows = Array.from(body.rows);
      Array.from(table.tHead.rows[0].cells).forEach((head, column) => {
        if (head.dataset.sort === "no") return;
        const button = document.createElement("button");
        button.type = "button";
        button.append(...head.childNodes);
        head.append(button);
        button.addEventListener("click", () => order(table, head, body, rows, column));
      });
    }
  }

  function order(table, head, body, rows, column) {
    const next = { ascending: "descending", descending: "" }[head.getAttribute("aria-sort")] ?? "ascending";
    for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
    if (next) head.setAttribute("aria-sort", next);
    const sign = next === "descending" ? -1 : 1;
    const read = (row) => {
      const cell = row.cells[column], raw = cell.dataset.value ?? cell.textContent.trim();
      const number = Number(raw.replaceAll(",", ""));
      return raw !== "" && Number.isFinite(number) ? number : raw.toLowerCase();
    };
    const pairs = rows.map((row, n) => [next ? read(row) : n, row, n]);
    if (next) {
      pairs.sort(([a, , i], [b, , j]) => {
        if (typeof a !== typeof b) return typeof a === "number" ? -1 : 1;
        return (a < b ? -1 : a > b ? 1 : 0) * sign || i - j;
      });
    }
    body.append(...pairs.map(([, row]) => row));
  }

  // Paper cannot be clicked: what is folded is opened for it, and folded again.
  function printing() {
    let folded = [];
    window.addEventListener("beforeprint", () => {
      folded = Array.from(document.querySelectorAll("details:not([open])"));
      for (const one of folded) one.open = true;
    });
    window.addEventListener("afterprint", () => {
      for (const one of folded) one.open = false;
      document.body.classList.remove("only-list");
    });
  }
})();
