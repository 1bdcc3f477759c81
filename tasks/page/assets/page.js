/* Filters, the map, charts and older changes. Everything is on the page already; this script asks for nothing but files beside it. */
(() => {
  "use strict";
  const root = document.body.dataset.root;
  const $ = (selector, within = document) => within.querySelector(selector);
  const $$ = (selector, within = document) => [...within.querySelectorAll(selector)];
  const style = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
  const script = (address) => new Promise((done, failed) => {
    const tag = document.createElement("script");
    tag.src = root + address;
    tag.onload = done;
    tag.onerror = () => failed(new Error(`${address} is missing beside this page`));
    document.head.append(tag);
  });

  /* Filters: what is chosen stands in the address, so that a view can be shared. */
  const KEYS = ["country", "harm", "type", "class", "grade", "from", "to"];
  const wanted = () => {
    const found = new URLSearchParams(location.hash.slice(1));
    return Object.fromEntries(KEYS.map((key) => [key, found.get(key) || ""]));
  };
  const fits = (item, choice) => {
    const has = item.dataset;
    return ["country", "harm", "type", "class", "grade"].every(
      (key) => !choice[key] || ` ${has[key] || ""} `.includes(` ${choice[key]} `)
    ) && (!choice.from || has.day >= choice.from) && (!choice.to || has.day <= choice.to);
  };
  const form = $("#filters");
  const rows = $("#rows");
  const apply = () => {
    if (!form) return;
    const choice = wanted();
    for (const key of KEYS) {
      const field = form.elements[key];
      field.value = choice[key];
      if (field.value !== choice[key]) field.value = "";
    }
    const items = rows ? [...rows.children] : [];
    let shown = 0;
    for (const item of items) {
      item.hidden = !fits(item, choice);
      if (!item.hidden) shown += 1;
    }
    for (const spot of $$(".map .spot")) spot.toggleAttribute("hidden", !fits(spot, choice));
    const older = parts().length;
    $(".shown", form).textContent = `${shown} of ${items.length} shown${older ? ", older ones not searched yet" : ""}`;
    if (KEYS.some((key) => choice[key]) && shown < 20 && older) load();
  };
  const choose = () => {
    const chosen = new URLSearchParams();
    for (const key of KEYS) if (form.elements[key].value) chosen.set(key, form.elements[key].value);
    history.replaceState(null, "", `#${chosen}`);
    apply();
  };

  /* Older changes lie in files beside the page, newest first. */
  let waiting = null;
  let loading = false, appended = 0;
  const parts = () => {
    if (waiting === null) waiting = rows && rows.dataset.parts ? rows.dataset.parts.split(" ") : [];
    return waiting;
  };
  window.SITREP_PART = (html) => {
    const known = new Set($$("[data-key]", rows).map((row) => row.dataset.key));
    const made = new DOMParser().parseFromString(`<ol>${html}</ol>`, "text/html");
    const unknown = [...made.querySelector("ol").children].filter((row) => !known.has(row.dataset.key));
    rows.append(...unknown);
    appended = unknown.length;
  };
  const load = () => {
    if (loading || !parts().length) return;
    loading = true;
    appended = 0;
    script(parts().shift()).catch((error) => { $(".shown").textContent = error.message; }).finally(() => {
      loading = false;
      if (!appended) load(); // all of that file stood here already
      if (more) more.hidden = !parts().length;
      apply();
    });
  };
  const more = $("#more");
  if (more) {
    more.hidden = !parts().length;
    more.addEventListener("click", load);
  }
  if (form) {
    form.hidden = false;
    form.addEventListener("change", choose);
    form.addEventListener("reset", () => setTimeout(choose));
    addEventListener("hashchange", apply);
    apply();
  }

  /* What is new since this reader last looked; the browser keeps the moment, nobody else. */
  const seen = $(".seen");
  if (seen && rows) {
    try {
      const last = localStorage.getItem("sitrep.seen");
      const unseen = last ? [...rows.children].filter((row) => row.dataset.at > last) : [];
      for (const row of unseen) row.classList.add("unseen");
      if (last) seen.textContent = `${unseen.length || "No"} ${unseen.length === 1 ? "change" : "changes"} since you last looked.`;
      localStorage.setItem("sitrep.seen", document.body.dataset.built);
    } catch { seen.textContent = ""; }
  }

  /* The map: a window on the drawing, moved by pointer, wheel or keys. */
  for (const map of $$(".map")) {
    const svg = $("svg", map), told = $(".told", map), whole = { x: 0, y: 0, w: 1000, h: 487 };
    const [left, top, wide, high] = svg.getAttribute("viewBox").split(" ").map(Number);
    let view = { x: left, y: top, w: wide, h: high }, at = -1;
    const show = () => {
      view.w = Math.min(1000, Math.max(20, view.w));
      view.h = view.w * 0.487;
      view.x = Math.min(1000 - view.w, Math.max(0, view.x));
      view.y = Math.min(487 - view.h, Math.max(0, view.y));
      svg.setAttribute("viewBox", `${view.x} ${view.y} ${view.w} ${view.h}`);
      const scale = Math.max(0.12, Math.sqrt(view.w / 1000));
      for (const dot of $$(".dot", svg)) {
        dot.dataset.r ??= dot.getAttribute("r");
        dot.setAttribute("r", dot.dataset.r * scale);
      }
    };
    const zoom = (factor, x = view.x + view.w / 2, y = view.y + view.h / 2) => {
      const w = Math.min(1000, Math.max(20, view.w * factor)), ratio = w / view.w;
      view = { x: x - (x - view.x) * ratio, y: y - (y - view.y) * ratio, w, h: w * 0.487 };
      show();
    };
    const step = (by) => {
      const spots = $$(".spot:not([hidden])", svg);
      if (!spots.length) { told.textContent = "No incident on the map."; return; }
      at = (at + by + spots.length) % spots.length;
      for (const spot of $$(".spot.on", svg)) spot.classList.remove("on");
      const spot = spots[at];
      spot.classList.add("on");
      told.textContent = `${at + 1} of ${spots.length}: ${$("title", spot).textContent}. Enter opens it.`;
      const x = Number(spot.dataset.x), y = Number(spot.dataset.y);
      if (x < view.x || x > view.x + view.w || y < view.y || y > view.y + view.h) {
        view.x = x - view.w / 2;
        view.y = y - view.h / 2;
        show();
      }
    };
    const actions = {
      in: () => zoom(0.6), out: () => zoom(1 / 0.6), all: () => { view = { ...whole }; show(); },
      "+": () => zoom(0.6), "=": () => zoom(0.6), "-": () => zoom(1 / 0.6), 0: () => { view = { ...whole }; show(); },
      ArrowLeft: () => { view.x -= view.w / 8; show(); }, ArrowRight: () => { view.x += view.w / 8; show(); },
      ArrowUp: () => { view.y -= view.h / 8; show(); }, ArrowDown: () => { view.y += view.h / 8; show(); },
      n: () => step(1), N: () => step(1), p: () => step(-1), P: () => step(-1),
      Enter: () => { const spot = $(".spot.on", svg); if (spot) location.href = spot.getAttribute("href"); },
    };
    map.addEventListener("keydown", (event) => {
      if (event.target !== map || event.ctrlKey || event.metaKey || event.altKey || !(event.key in actions)) return;
      event.preventDefault();
      actions[event.key]();
    });
    $(".tools", map).hidden = false;
    show();
    for (const button of $$(".tools button", map)) button.addEventListener("click", actions[button.dataset.do]);
    const point = (event) => {
      const box = svg.getBoundingClientRect();
      return [view.x + ((event.clientX - box.left) / box.width) * view.w, view.y + ((event.clientY - box.top) / box.height) * view.h];
    };
    svg.addEventListener("wheel", (event) => {
      if (!event.ctrlKey && document.activeElement !== map) return; // the page scrolls, unless the map is in use
      event.preventDefault();
      zoom(event.deltaY < 0 ? 0.8 : 1.25, ...point(event));
    }, { passive: false });
    let held = null;
    svg.addEventListener("pointerdown", (event) => { if (event.pointerType === "mouse" && !event.target.closest(".spot")) held = point(event); });
    addEventListener("pointermove", (event) => {
      if (!held) return;
      const [x, y] = point(event);
      view.x += held[0] - x;
      view.y += held[1] - y;
      show();
    });
    addEventListener("pointerup", () => { held = null; });
    for (const spot of $$(".spot", svg)) {
      spot.addEventListener("pointerenter", () => { told.textContent = $("title", spot).textContent; });
    }
  }

  /* Countries of the time page: one of them, or those with most killed. */
  const countries = $("#countries");
  if (countries) {
    const select = countries.elements.country;
    const pick = () => {
      const code = new URLSearchParams(location.hash.slice(1)).get("country") || "";
      select.value = code;
      for (const section of $$(".country")) {
        section.classList.toggle("chosen", !!code && section.dataset.country === code);
        section.classList.toggle("unchosen", !!code && section.dataset.country !== code);
      }
      $(".shown", countries).textContent = code && select.selectedOptions.length ? `Only ${select.selectedOptions[0].text}` : "";
    };
    countries.hidden = false;
    countries.addEventListener("change", () => {
      history.replaceState(null, "", select.value ? `#country=${select.value}` : "#");
      pick();
    });
    addEventListener("hashchange", pick);
    pick();
  }

  /* Downloads: files made from the data inside the page. */
  const downloads = $(".downloads");
  if (downloads) {
    const whole = JSON.parse($("#whole").textContent), incident = whole.incident;
    const id = decodeURIComponent(location.pathname.split("/").pop().replace(/\.html$/, ""));
    const COLUMNS = ["claim_id", "claimant", "claimant_kind", "harm", "count_text", "count_low", "count_high", "victims_text", "victim_class",
      "scope", "factuality", "place_name", "event_date", "reported_at", "sentence", "article_title", "outlet", "url", "current"];
    const cell = (value) => {
      const text = value === undefined || value === null ? "" : String(value);
      const safe = typeof value === "string" && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text; // a spreadsheet would compute it
      return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
    };
    const FORMS = {
      csv: ["text/csv", () => [COLUMNS, ...whole.claims.map((claim) => COLUMNS.map((name) => claim[name]))]
        .map((row) => `${row.map(cell).join(",")}\n`).join("")],
      json: ["application/json", () => `${JSON.stringify({ ...whole, incident: { incident_id: id, ...incident } }, null, 1)}\n`],
      geojson: ["application/geo+json", () => `${JSON.stringify({
        type: "Feature", id,
        geometry: incident.latitude === undefined ? null : { type: "Point", coordinates: [incident.longitude, incident.latitude] },
        properties: { incident_id: id, ...incident, tolls: whole.tolls },
      }, null, 1)}\n`],
    };
    downloads.hidden = false;
    for (const button of $$("button", downloads)) {
      button.addEventListener("click", () => {
        const [type, make] = FORMS[button.dataset.form];
        const link = document.createElement("a");
        link.href = URL.createObjectURL(new Blob([make()], { type }));
        link.download = `${id}.${button.dataset.form}`;
        link.click();
        setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
      });
    }
  }

  /* Charts: drawn when they come into sight, by Vega's interpreter, which needs no eval. */
  let library = null;
  const ready = () => (library ??= Promise.all([script("assets/vega.js"), script("assets/charts.js")]));
  const HARMS = ["killed", "injured", "missing", "abducted", "detained", "displaced"];
  const harmsOf = (rows) => HARMS.filter((harm) => rows.some((row) => row.harm === harm));
  const look = (figure, rows) => {
    const ink = style("ink"), quiet = style("quiet"), line = style("line");
    const main = style(figure.dataset.harm || "killed"), font = style("font");
    return {
      aria: false, background: null, font, mark: { aria: false },
      axis: { aria: false, labelColor: quiet, titleColor: quiet, gridColor: line, domainColor: quiet, tickColor: quiet, labelFontSize: 12, titleFontSize: 12, titleFontWeight: 400 },
      legend: { aria: false, labelColor: ink, labelFontSize: 13, symbolSize: 80, symbolOpacity: 1 }, header: { labelColor: ink, labelFontSize: 13, labelLimit: 190 },
      view: { stroke: null }, area: { color: main }, line: { color: main }, rule: { color: main }, point: { color: main },
      range: { category: harmsOf(rows).map(style) },
    };
  };
  const draw = async (figure) => {
    const canvas = $(".canvas", figure);
    try {
      await ready();
      const spec = structuredClone(window.SITREP_CHARTS[figure.dataset.chart]);
      const rows = JSON.parse($("script[type='application/json']", figure).textContent);
      spec.datasets = { rows };
      if (figure.dataset.chart === "timeline") for (const layer of spec.layer) layer.encoding.color.scale.domain = harmsOf(rows);
      if (figure.dataset.chart !== "series") {
        spec.width = "container";
        spec.autosize = { type: "fit-x", contains: "padding" };
      } else {
        spec.columns = Math.max(1, Math.min(3, Math.floor(canvas.clientWidth / 250)));
      }
      await window.vegaEmbed(canvas, spec, { actions: false, ast: true, renderer: "svg", tooltip: false, logLevel: 1, defaultStyle: false, config: look(figure, rows) });
      canvas.setAttribute("role", "img");
      canvas.setAttribute("aria-label", $("figcaption", figure).textContent);
      figure.dataset.drawn = "yes";
    } catch (error) {
      canvas.textContent = `The chart could not be drawn (${error.message}); the table has the same numbers.`;
    }
  };
  const figures = $$(".chart");
  if (figures.length) {
    const watch = new IntersectionObserver((entries) => {
      for (const entry of entries) {
        if (!entry.isIntersecting) continue;
        watch.unobserve(entry.target);
        draw(entry.target);
      }
    }, { rootMargin: "300px" });
    for (const figure of figures) watch.observe(figure);
    const again = () => { for (const figure of $$(".chart[data-drawn]")) draw(figure); };
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", again);
    addEventListener("beforeprint", () => { for (const figure of $$(".chart:not([data-drawn])")) draw(figure); });
  }
})();
