/* In the field: what was typed on a phone survives a lost connection and a closed browser and is
   sent once.  Also: a paper register by keyboard.  The pages work without this file. */
(() => {
  "use strict";
  const all = (q, root) => Array.from((root || document).querySelectorAll(q));
  const prefix = "draft activity ";
  const store = (() => {
    try {
      localStorage.setItem("ll", "1");
      localStorage.removeItem("ll");
      return localStorage;
    } catch {
      return null;
    }
  })();
  const week = 7 * 86400 * 1000;
  const owner = document.body.dataset.owner || "";
  const names = () => (store ? Object.keys(store).filter((k) => k.startsWith(prefix)) : []);
  /* On a shared phone a draft is shown only to the account that typed it. */
  const read = (id) => {
    try {
      const d = JSON.parse(store.getItem(prefix + id));
      return d && (d.owner || "") === owner ? d : null;
    } catch {
      return null;
    }
  };
  /* The key is made here with the first letter typed, so that whatever happens on the way the
     same activity can be sent again without being counted twice. */
  const fresh = () => Array.from(crypto.getRandomValues(new Uint8Array(16)),
    (b) => b.toString(16).padStart(2, "0")).join("");

  /* Photos of drafts, by the draft's key.  A browser may refuse (private windows, a full
     phone): whoever asks is told. */
  const photos = (() => {
    const open = () => new Promise((ok, no) => {
      const q = indexedDB.open("lianluo", 1);
      q.onupgradeneeded = () => q.result.createObjectStore("photos");
      q.onsuccess = () => ok(q.result);
      q.onerror = () => no(q.error);
      q.onblocked = q.onerror;
    });
    const run = async (mode, work) => {
      const db = await open();
      try {
        return await new Promise((ok, no) => {
          const t = db.transaction("photos", mode);
          const q = work(t.objectStore("photos"));
          t.oncomplete = () => ok(q.result);
          t.onabort = () => no(t.error);
          t.onerror = t.onabort;
        });
      } finally {
        db.close();
      }
    };
    const drop = (id) => run("readwrite", (s) => s.delete(id)).catch(() => {});
    return {
      put: (id, files) => run("readwrite", (s) => (files.length ? s.put(files, id) : s.delete(id))),
      get: (id) => run("readonly", (s) => s.get(id)),
      drop,
      /* Those whose draft is gone. */
      tidy: async () => {
        const kept = await run("readonly", (s) => s.getAllKeys()).catch(() => []);
        for (const id of kept) if (!store || !store.getItem(prefix + id)) await drop(id);
      },
    };
  })();

  /* The record says which form it came from: that draft has arrived. */
  for (const done of all("[data-saved]")) {
    if (store) store.removeItem(prefix + done.dataset.saved);
    photos.drop(done.dataset.saved);
    history.replaceState(null, "", location.pathname);
  }

  const list = document.querySelector("[data-drafts]");
  const show = () => {
    for (const old of all("ul", list)) old.remove();
    const ul = document.createElement("ul");
    for (const name of names()) {
      const id = name.slice(prefix.length);
      const d = read(id);
      if (!d) continue;
      if (Date.now() - d.at > week) {
        store.removeItem(name);
        continue;
      }
      const li = document.createElement("li");
      const a = document.createElement("a");
      const drop = document.createElement("button");
      const when = new Date(d.at).toLocaleString([], { dateStyle: "short", timeStyle: "short" });
      a.href = `${d.path}#d=${id}`;
      a.className = "button";
      a.textContent = `${list.dataset.drafts} ${d.title}`;
      drop.type = "button";
      drop.textContent = list.dataset.drop;
      drop.addEventListener("click", () => {
        store.removeItem(name);
        photos.drop(id);
        show();
      });
      li.append(a, ` ${(d.values.summary || [""])[0].slice(0, 20)} `,
        d.photos ? `${list.dataset.photos.replace("#", d.photos)} ` : "",
        `${list.dataset.kept.replace("#", when)} `, drop);
      ul.append(li);
    }
    list.append(ul);
    list.hidden = ul.children.length === 0;
  };
  if (list && store) {
    show();
    photos.tidy();
  }

  const form = document.querySelector("form[data-field-draft]");
  if (form && store) {
    const key = form.elements.idem;
    const picker = form.querySelector('input[type="file"]');
    const note = document.createElement("p");
    const skip = new Set(["idem", "csrf", "version"]);
    const kept = () => Array.from(form.elements).filter((e) => e.name && e.type !== "file" &&
      !skip.has(e.name) && e.type !== "hidden" && e.type !== "submit");
    const values = () => {
      const out = {};
      for (const e of kept()) {
        const ticks = e.type === "checkbox" || e.type === "radio";
        out[e.name] = out[e.name] || [];
        if (!ticks || e.checked) out[e.name].push(e.value);
      }
      return out;
    };
    let id = new URLSearchParams(location.hash.slice(1)).get("d") || "";
    let timer;
    let waiting = false;
    let leaving = false;
    note.className = "draft";
    note.setAttribute("role", "status");
    form.append(note);

    const save = () => {
      if (!id) {
        /* A form that came back with problems goes on under its key. */
        id = document.querySelector("#problems") ? key.value : fresh();
        history.replaceState(null, "", `${location.pathname}${location.search}#d=${id}`);
      }
      key.value = id;
      try {
        store.setItem(prefix + id, JSON.stringify({ values: values(), at: Date.now(), sent: false,
          photos: picker ? picker.files.length : 0, owner,
          path: location.pathname, title: document.querySelector("h1").textContent }));
        return true;
      } catch {
        /* The phone is full: the form still goes, and whoever types is told. */
        return false;
      }
    };
    const told = () => (save() ? form.dataset.kept : form.dataset.full);
    const old = id && read(id);
    /* Somebody else's draft: another form, under another key. */
    if (id && !old && store.getItem(prefix + id)) {
      id = "";
      history.replaceState(null, "", `${location.pathname}${location.search}`);
    }
    if (id) key.value = id;
    if (old && !document.querySelector("#problems")) {
      for (const e of kept()) {
        const v = old.values[e.name];
        if (!v) continue;
        if (e.type === "checkbox" || e.type === "radio") e.checked = v.includes(e.value);
        else if (v.length) e.value = v[0];
      }
      for (const more of all("details", form)) {
        if (all("input, textarea", more).some((e) => (e.type === "checkbox" ? e.checked : e.value))) {
          more.open = true;
        }
      }
    }
    /* Photos chosen before a lost connection, a closed browser or a form with problems. */
    const again = id || (document.querySelector("#problems") ? key.value : "");
    const missing = (old && old.photos) || 0;
    const fill = async () => {
      const files = await photos.get(again).catch(() => null);
      if (!files || !files.length) {
        if (missing) note.textContent = form.dataset.photosGone;
        return;
      }
      const all = new DataTransfer();
      for (const f of files) all.items.add(f);
      picker.files = all.files;
      for (let box = picker.closest("details"); box; box = box.parentElement.closest("details")) {
        box.open = true;
      }
      note.textContent = form.dataset.photosBack.replace("#", files.length);
    };
    if (picker && again) fill();
    if (picker) {
      picker.addEventListener("change", async () => {
        if (!id) save();
        const ok = await photos.put(id, Array.from(picker.files)).then(() => true, () => false);
        clearTimeout(timer);
        note.textContent = ok ? told() : form.dataset.photosLost;
        if (!ok) save();
      });
    }
    const later = () => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        note.textContent = told();
      }, 300);
    };
    form.addEventListener("input", () => {
      /* The key and the draft are there from the first letter on. */
      if (!id) save();
      later();
    });
    /* The next page may already be running and have cleared the draft that was sent. */
    addEventListener("pagehide", () => {
      if (!leaving && id && store.getItem(prefix + id)) save();
    });
    addEventListener("pageshow", () => {
      leaving = false;
    });

    /* Is there a way to the server?  Only then does the page leave.  A picture is asked for,
       because pages may connect to nothing by script. */
    const reachable = () => new Promise((tell) => {
      const icon = document.querySelector('link[rel="icon"]');
      const probe = new Image();
      const late = setTimeout(() => tell(false), 6000);
      const end = (there) => () => {
        clearTimeout(late);
        tell(there);
      };
      probe.onload = end(true);
      probe.onerror = end(false);
      probe.src = `${icon.href}?${Date.now()}`;
    });
    const send = async () => {
      if (await reachable()) {
        waiting = false;
        leaving = true;
        form.submit();
        return;
      }
      waiting = true;
      note.textContent = form.dataset.offline;
      delete form.dataset.sent;
      for (const p of all('p[role="status"]', form)) if (p !== note) p.remove();
      for (const b of all("button", form)) b.removeAttribute("aria-disabled");
    };
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      clearTimeout(timer);
      save();
      send();
    });
    addEventListener("online", () => {
      if (waiting) send();
    });
  }

  /* The register: Enter goes down, as in a table on paper; Ctrl and Enter sends. */
  const table = document.querySelector("form[data-register]");
  if (table) {
    const cells = all("tbody tr", table).map((tr) => all("input", tr));
    table.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.target.tagName !== "INPUT") return;
      if (event.ctrlKey || event.metaKey) {
        event.preventDefault();
        table.requestSubmit();
        return;
      }
      event.preventDefault();
      const row = cells.findIndex((r) => r.includes(event.target));
      const next = cells[row + (event.shiftKey ? -1 : 1)];
      if (next) next[event.shiftKey ? cells[row].indexOf(event.target) : 0].focus();
    });
    /* From a spreadsheet: rows and columns fall into their cells; what has no row is told. */
    const cut = (text) => {
      const rows = [[""]];
      let quoted = false;
      for (let i = 0; i < text.length; i += 1) {
        const row = rows[rows.length - 1];
        const c = text[i];
        if (c === '"' && (quoted || row[row.length - 1] === "")) {
          if (quoted && text[i + 1] === '"') row[row.length - 1] += text[(i += 1)];
          else quoted = !quoted;
        } else if (quoted) row[row.length - 1] += c === "\n" || c === "\r" ? " " : c;
        else if (c === "\t") row.push("");
        else if (c === "\n") rows.push([""]);
        else if (c !== "\r") row[row.length - 1] += c;
      }
      if (rows[rows.length - 1].join("") === "") rows.pop();
      return rows;
    };
    const told = document.createElement("p");
    told.setAttribute("role", "status");
    table.append(told);
    table.addEventListener("paste", (event) => {
      const text = event.clipboardData.getData("text");
      if (event.target.tagName !== "INPUT" || !/[\t\n]/.test(text)) return;
      const first = cells.findIndex((r) => r.includes(event.target));
      const column = cells[first].indexOf(event.target);
      const rows = cut(text);
      event.preventDefault();
      rows.forEach((row, i) => row.forEach((value, j) => {
        const cell = (cells[first + i] || [])[column + j];
        if (cell) cell.value = value.trim();
      }));
      const left = Math.max(0, first + rows.length - cells.length);
      told.textContent = left ? table.dataset.left.replace("#", left) :
        table.dataset.pasted.replace("#", rows.length);
      event.target.dispatchEvent(new Event("input", { bubbles: true }));
    });
    table.addEventListener("focusin", (event) => {
      if (event.target.tagName === "INPUT") event.target.select();
    });
    const bad = table.querySelector('[aria-invalid="true"]');
    (bad || cells[0][1]).focus();
  }
})();
