/* Comfort only: every page works without this file. */
(() => {
  "use strict";
  const all = (q, root) => Array.from((root || document).querySelectorAll(q));
  const store = (() => {
    try {
      localStorage.setItem("ll", "1");
      localStorage.removeItem("ll");
      return localStorage;
    } catch {
      return null;
    }
  })();

  /* Live counters, in characters as the server counts them. */
  const count = (area) => {
    const out = area.parentNode.querySelector(".counter");
    const left = Number(area.dataset.max) - Array.from(area.value.trim()).length;
    if (!out) return;
    out.textContent = (left < 0 ? out.dataset.over : out.dataset.left).replace("#", Math.abs(left));
    out.classList.toggle("over", left < 0);
  };
  for (const area of all("textarea[data-max]")) {
    area.addEventListener("input", () => count(area));
    if (area.value) count(area);
  }

  /* Drafts: kept on this device under the form's own name, over all of its pages, with its
     idempotency key, so that what is sent twice is still one.  A draft goes when sending led to a
     page without that form; a broken line leads nowhere, and the draft stays. */
  const fields = (form) => Array.from(form.elements).filter((e) => e.name && e.type !== "file" &&
    e.type !== "password" && !("secret" in e.dataset) && (e.type !== "hidden" || e.name === "idem"));
  const forms = store ? all("form[data-draft]") : [];
  const named = (form) => `draft ${form.dataset.draft}`;
  const read = (name) => {
    try {
      return JSON.parse(store.getItem(name)) || {};
    } catch {
      return {};
    }
  };
  /* On a shared phone a draft is shown only to the account that typed it. */
  const owner = document.body.dataset.owner || "";
  const mine = (name) => {
    const d = read(name);
    return (d.owner || "") === owner ? d : {};
  };
  const here = new Set(forms.map(named));
  const from = document.referrer ? new URL(document.referrer).pathname : "";
  for (const name of store ? Object.keys(store).filter((k) => k.startsWith("draft ")) : []) {
    const d = read(name);
    if ((d.sent && !here.has(name) && d.path === from) || !(Date.now() - d.at < 7 * 864e5)) {
      store.removeItem(name);
    }
  }
  /* On a shared machine nothing stays behind who signs out. */
  for (const out of all('form[action="/signout"]')) {
    out.addEventListener("submit", () => {
      for (const k of store ? Object.keys(store) : []) if (k.startsWith("draft ")) store.removeItem(k);
    });
  }
  const save = (form, sent) => {
    const d = { values: {}, ...mine(named(form)), at: Date.now(), path: location.pathname, sent, owner };
    for (const e of fields(form)) {
      if (e.name === "idem") d.idem = e.value;
      else if (e.type === "checkbox") d.values[e.name] = e.checked ? e.value : "";
      else if (e.type !== "radio" || e.checked) d.values[e.name] = e.value;
    }
    try {
      store.setItem(named(form), JSON.stringify(d));
      return true;
    } catch {
      return false; /* full: the form still goes */
    }
  };
  const bring = (form) => {
    const d = mine(named(form));
    for (const e of fields(form)) {
      const old = d.values ? d.values[e.name] : undefined;
      if (e.name === "idem" ? d.idem : old === undefined) {
        if (e.name === "idem") e.value = d.idem;
      } else if (e.type === "radio" || e.type === "checkbox") {
        e.checked = e.value === old;
      } else if (old && (!e.value || "draftAll" in form.dataset)) {
        e.value = old;
      }
      if (e.dataset.max) count(e);
    }
  };
  for (const form of forms) {
    const note = document.createElement("p");
    let timer;
    note.className = "draft";
    note.setAttribute("role", "status");
    form.append(note);
    /* data-new: what was typed has arrived, the form is for the next one. */
    if ("new" in form.dataset) store.removeItem(named(form));
    else if (!document.querySelector("#problems")) bring(form);
    form.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        note.textContent = save(form, false) ? document.body.dataset.kept : "";
      }, 500);
    });
    form.addEventListener("submit", () => {
      clearTimeout(timer);
      save(form, true);
    });
    addEventListener("pageshow", (event) => {
      if (event.persisted) save(form, false);
    });
  }

  /* One press, one request; a word while it is under way. */
  for (const form of all('form[method="post"]')) {
    form.addEventListener("submit", (event) => {
      if (form.dataset.sent) {
        event.preventDefault();
        return;
      }
      form.dataset.sent = "1";
      for (const b of all("button", form)) b.setAttribute("aria-disabled", "true");
      if (document.body.dataset.sending) {
        const word = document.createElement("p");
        word.setAttribute("role", "status");
        word.textContent = document.body.dataset.sending;
        form.append(word);
      }
    });
  }
  addEventListener("pageshow", () => {
    for (const form of all("form[data-sent]")) {
      delete form.dataset.sent;
      for (const b of all("button", form)) b.removeAttribute("aria-disabled");
    }
  });

  /* What was picked: a preview, the name, the size. */
  for (const input of all('input[type="file"]')) {
    const list = document.createElement("ul");
    list.className = "files";
    input.after(list);
    input.addEventListener("change", () => {
      list.replaceChildren(...Array.from(input.files, (file) => {
        const li = document.createElement("li");
        const kb = Math.ceil(file.size / 1024);
        const size = kb < 1024 ? `${kb} KB` : `${(kb / 1024).toFixed(1)} MB`;
        if (file.type.startsWith("image/") && file.size < 12582912) {
          const img = document.createElement("img");
          const reader = new FileReader();
          img.alt = "";
          reader.onload = () => { img.src = reader.result; };
          reader.readAsDataURL(file);
          li.append(img);
        }
        li.append(`${file.name} · ${size}`);
        return li;
      }));
    });
  }

  for (const b of all(".print")) {
    b.hidden = false;
    b.addEventListener("click", () => print());
  }

  /* Type to narrow a long list of places. */
  for (const list of all("[data-narrow]")) {
    if (list.children.length < 12) continue;
    const box = document.createElement("input");
    box.type = "search";
    box.className = "narrow";
    box.setAttribute("aria-label", list.dataset.narrow);
    box.placeholder = list.dataset.narrow;
    box.addEventListener("input", () => {
      for (const li of list.children) {
        li.hidden = !li.textContent.includes(box.value.trim()) && !li.querySelector(":checked");
      }
    });
    /* In a form Enter narrows and sends nothing. */
    box.addEventListener("keydown", (event) => {
      if (event.key === "Enter") event.preventDefault();
    });
    list.before(box);
  }

  /* Keys for those who work here all day. */
  const rows = all("table.cards tbody tr").filter((r) => r.querySelector("a"));
  const search = document.querySelector('form.filters input:not([type="hidden"]), input[type="search"]');
  let row = -1;
  for (const p of all(".keys")) p.hidden = rows.length === 0;
  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey ||
        event.target.closest("input, textarea, select, [contenteditable]")) return;
    if (event.key === "/" && search) {
      event.preventDefault();
      search.focus();
    } else if ((event.key === "j" || event.key === "k") && rows.length > 0) {
      if (row >= 0) rows[row].classList.remove("here");
      row = Math.min(rows.length - 1, Math.max(0, row + (event.key === "j" ? 1 : -1)));
      rows[row].classList.add("here");
      rows[row].querySelector("a").focus();
    }
  });
})();
