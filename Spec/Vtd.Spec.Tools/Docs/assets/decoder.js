// The decoder of a page: a value in, fields out, and back. The value is in the address, so a link shares it.
"use strict";

(() => {
  const layout = JSON.parse(document.getElementById("layout").textContent);
  const byId = id => document.getElementById(id);
  const [panel, input, report, share] = ["decoder", "value", "report", "share"].map(byId);
  const svg = document.querySelector(".diagram svg");
  let value = 0n;

  const ones = width => (1n << BigInt(width)) - 1n;
  const hex = number => `0x${number.toString(16).toUpperCase()}`;

  const codesOf = codes => codes?.items.map(([code, name, meaning]) => ({ code: BigInt(code), name, meaning }));

  const fields = layout.fields.map(field => ({
    ...field,
    width: field.bits.reduce((sum, [msb, lsb]) => sum + msb - lsb + 1, 0),
    scale: BigInt(field.scale ?? 1),
    initial: BigInt(field.initial ?? 0),
    place: field.bits.map(([msb, lsb]) => (msb === lsb ? `${msb}` : `${msb}:${lsb}`)).join(", "),
    isFlags: field.codes?.isFlags ?? false,
    isOpen: field.codes?.isOpen ?? false,
    codes: codesOf(field.codes),
    writtenIsFlags: field.written?.isFlags ?? false,
    written: codesOf(field.written),
    legal: field.legal?.map(range => range.map(BigInt)),
    row: byId(field.id),
  }));

  function get(field) {
    let result = 0n;
    for (const [msb, lsb] of field.bits) {
      const width = msb - lsb + 1;
      result = (result << BigInt(width)) | ((value >> BigInt(lsb)) & ones(width));
    }
    return result;
  }

  function put(base, field, number) {
    for (const [msb, lsb] of [...field.bits].reverse()) {
      const width = msb - lsb + 1;
      base = (base & ~(ones(width) << BigInt(lsb))) | ((number & ones(width)) << BigInt(lsb));
      number >>= BigInt(width);
    }
    return base;
  }

  const initial = fields.reduce((base, field) => put(base, field, field.initial), 0n);

  // A hexadecimal number, bytes or words. Throws an Error with a text for the reader.
  function parse(text) {
    const clean = text.trim().replace(/['_]/g, "");
    if (clean === "") return { number: initial, how: "" };
    const highestFirst = clean.includes(":");
    const parts = clean.split(highestFirst ? /\s*:\s*/ : /[\s,;]+/).filter(part => part);
    const digits = parts.map(part => {
      const found = /^(?:0x)?([0-9a-f]+)h?$/i.exec(part);
      if (!found) throw new Error(`“${part}” is not hexadecimal.`);
      return found[1];
    });
    if (parts.length === 1) return { number: fitting(BigInt(`0x${digits[0]}`)), how: "Read as one hexadecimal number." };
    const isPlain = parts.every((part, at) => part.length === digits[at].length);
    const isOf = count => isPlain && digits.every(one => one.length === count);
    const width = isOf(2) ? 8 : isOf(8) ? 32 : 64;
    const tooLong = digits.find(one => BigInt(`0x${one}`) > ones(width));
    if (tooLong) throw new Error(`“${tooLong}” has more than 64 bits; words have at most 64.`);
    if (highestFirst) digits.reverse();
    const number = digits.reduceRight((sum, one) => (sum << BigInt(width)) | BigInt(`0x${one}`), 0n);
    const unit = width === 8 ? "bytes" : `words of ${width} bits`;
    return { number: fitting(number), how: `Read as ${parts.length} ${unit}, ${highestFirst ? "highest" : "lowest"} first.` };
  }

  function fitting(number) {
    if (number <= ones(layout.largestWidth)) return number;
    throw new Error(`That has ${number.toString(2).length} bits; ${layout.name} has ${layout.largestWidth}.`);
  }

  const shownWidth = () => (value > ones(layout.width) ? layout.largestWidth : layout.width);
  const canonical = () => `0x${value.toString(16).toUpperCase().padStart(shownWidth() / 4, "0")}`;

  // As ranges, such as 63:52.
  function bitsSetIn(field) {
    const ranges = [];
    for (const [msb, lsb] of field.bits) {
      for (let bit = msb; bit >= lsb; bit--) {
        if (((value >> BigInt(bit)) & 1n) === 0n) continue;
        const last = ranges.at(-1);
        if (last?.[1] === bit + 1) last[1] = bit;
        else ranges.push([bit, bit]);
      }
    }
    return ranges.map(([msb, lsb]) => (msb === lsb ? `${msb}` : `${msb}:${lsb}`));
  }

  // What a field is edited with: a check box, its codes, or a number.
  function makeEditor(field) {
    const cell = field.row.querySelector("td.value");
    const note = document.createElement("span");
    note.className = "note";
    field.note = note;
    if (field.reserved) {
      field.show = document.createElement("output");
      cell.append(field.show, note);
      return;
    }
    const isChoice = field.codes && !field.isFlags;
    const editor = document.createElement(isChoice ? "select" : "input");
    editor.setAttribute("aria-label", `${field.name}, ${field.width === 1 ? "bit" : "bits"} ${field.place}`);
    editor.id = `edit-${field.name}`;
    note.id = `note-${field.name}`;
    editor.setAttribute("aria-describedby", note.id);
    if (isChoice) {
      for (const { code, name } of field.codes) editor.add(new Option(`${hex(code)} ${name}`, hex(code)));
    } else if (field.width === 1 && !field.codes) {
      editor.type = "checkbox";
    } else {
      editor.type = "text";
      editor.spellcheck = false;
      editor.autocomplete = "off";
    }
    editor.addEventListener("change", () => edit(field));
    field.editor = editor;
    cell.append(editor, note);
  }

  function edit(field) {
    const { editor } = field;
    let number;
    if (editor.type === "checkbox") {
      number = editor.checked ? 1n : 0n;
    } else {
      const text = editor.value.trim().replace(/_/g, "");
      const named = field.codes?.find(one => one.name.toLowerCase() === text.toLowerCase());
      try {
        number = named ? (field.isFlags ? 1n << named.code : named.code)
          : BigInt(/^0x/i.test(text) || !/[a-f]/i.test(text) ? text : `0x${text}`);
      } catch {
        return refuse(field, "Not a number.");
      }
      if (number < 0n) return refuse(field, "Not below 0.");
      if (!named && number % field.scale !== 0n) return refuse(field, `Not a multiple of ${hex(field.scale)}.`);
      if (!named) number /= field.scale;
      if (number > ones(field.width)) return refuse(field, `At most ${hex(ones(field.width) * field.scale)}.`);
    }
    show(put(value, field, number), { from: field });
  }

  function refuse(field, text) {
    field.editor.setAttribute("aria-invalid", "true");
    field.note.textContent = text;
    field.note.classList.add("wrong");
  }

  // The codes that a number has where it is written, of a field that has others for reads.
  function writtenCodes(field, number) {
    const codes = (field.written ?? []).filter(one => (field.writtenIsFlags ? (number >> one.code) & 1n : one.code === number));
    return codes.map(one => (one.meaning ? `${one.name}, ${one.meaning}` : one.name)).join("; ");
  }

  // isUntouched: nobody asked about this value, so nothing is wrong with it yet.
  function showField(field, isUntouched) {
    const number = get(field);
    const { row, note, editor } = field;
    let text = "";
    let isWrong = false;
    if (field.reserved) {
      field.show.textContent = hex(number);
      isWrong = field.reserved === "rsvdz" && number !== 0n;
      if (isWrong) text = "must be 0";
    } else if (editor.type === "checkbox") {
      editor.checked = number === 1n;
      text = number === 1n ? "1" : "0";
    } else if (editor.tagName === "SELECT") {
      editor.querySelector("[data-unknown]")?.remove();
      const known = field.codes.find(one => one.code === number);
      if (!known) {
        text = field.isOpen ? "" : "no code";
        const option = new Option(`${hex(number)} ${text}`.trim(), hex(number));
        option.dataset.unknown = "";
        editor.add(option);
      } else {
        text = known.meaning;
      }
      editor.value = hex(number);
    } else {
      editor.value = hex(number * field.scale);
      if (field.codes) text = field.codes.filter(one => (number >> one.code) & 1n).map(one => one.name).join(", ");
      else if (number > 9n && field.width <= 32 && field.scale === 1n) text = `${number}`;
    }
    const written = writtenCodes(field, number);
    if (written) text = text && text !== "no code" ? `${text}; written: ${written}` : `written: ${written}`;
    if (field.legal && !field.legal.some(([first, last]) => first <= number && number <= last)) {
      text = "not legal";
      isWrong = true;
    }
    if (isUntouched && isWrong) [text, isWrong] = ["", false];
    field.isCodeless = text === "no code" && !isUntouched;
    editor?.removeAttribute("aria-invalid");
    note.textContent = text;
    note.classList.toggle("wrong", isWrong);
    row.classList.toggle("wrong", isWrong);
    row.classList.toggle("set", number !== 0n);
    return isWrong ? { field, text } : null;
  }

  // One digit per bit in the boxes of the diagram.
  function showDiagram() {
    for (const cell of svg.querySelectorAll(".cell")) {
      const [msb, lsb] = [Number(cell.dataset.msb), Number(cell.dataset.lsb)];
      const part = (value >> BigInt(lsb)) & ones(msb - lsb + 1);
      cell.classList.toggle("set", part !== 0n);
      if (cell.classList.contains("folded")) continue;
      const box = cell.querySelector(".box");
      const [x, y] = [Number(box.getAttribute("x")), Number(box.getAttribute("y")) + Number(box.getAttribute("height")) - 5];
      const width = Number(box.getAttribute("width")) / (msb - lsb + 1);
      let digits = cell.querySelectorAll(".digit");
      if (digits.length === 0) {
        for (let bit = msb; bit >= lsb; bit--) {
          const digit = document.createElementNS("http://www.w3.org/2000/svg", "text");
          digit.setAttribute("class", "digit");
          digit.setAttribute("x", x + width * (msb - bit + 0.5));
          digit.setAttribute("y", y);
          digit.setAttribute("text-anchor", "middle");
          cell.append(digit);
        }
        digits = cell.querySelectorAll(".digit");
      }
      digits.forEach((digit, at) => {
        const bit = (value >> BigInt(msb - at)) & 1n;
        digit.textContent = bit === 1n ? "1" : "0";
        digit.classList.toggle("one", bit === 1n);
      });
    }
  }

  function line(className, text) {
    const result = document.createElement("p");
    result.className = className;
    result.textContent = text;
    return result;
  }

  function words() {
    const count = Math.ceil(shownWidth() / 64);
    const list = document.createElement("ol");
    list.className = "words";
    list.start = 0;
    list.setAttribute("aria-label", "Words of 64 bits, lowest first");
    for (let at = 0; at < count; at++) {
      const item = document.createElement("li");
      item.textContent = `0x${((value >> BigInt(64 * at)) & ones(64)).toString(16).toUpperCase().padStart(16, "0")}`;
      list.append(item);
    }
    return list;
  }

  function fitInput() {
    input.rows = 1;
    while (input.rows < 6 && input.scrollHeight > input.clientHeight) input.rows++;
  }

  // options.from: the field that was edited. options.text: what was typed, left as it is.
  function show(number, { from = null, text = null, how = "", keepsHash = false } = {}) {
    value = number;
    if (text === null) {
      input.value = canonical();
      fitInput();
    }
    input.removeAttribute("aria-invalid");
    const isUntouched = value === initial && text === null;
    const wrong = fields.map(field => showField(field, isUntouched)).filter(one => one);
    showDiagram();
    const lines = [];
    if (how) lines.push(line("plain", how));
    const reserved = wrong.filter(one => one.field.reserved).flatMap(one => bitsSetIn(one.field));
    if (reserved.length > 0) lines.push(line("wrong", `Reserved bits that must be 0 are set: ${reserved.join(", ")}.`));
    else if (!isUntouched) lines.push(line("good", "No reserved bit is set."));
    for (const { field, text: what } of wrong.filter(one => !one.field.reserved)) lines.push(line("wrong", `${field.name} is ${hex(get(field))}: ${what}.`));
    for (const field of fields.filter(one => one.isCodeless)) lines.push(line("plain", `${field.name} is ${hex(get(field))}, which has no code.`));
    if (shownWidth() > 64) lines.push(words());
    report.replaceChildren(...lines);
    share.href = `#v=${hex(value)}`;
    if (!keepsHash) history.replaceState(null, "", share.href);
    document.documentElement.classList.toggle("decoded", !isUntouched);
    if (from) from.editor.focus();
  }

  function read() {
    try {
      const { number, how } = parse(input.value);
      show(number, { text: input.value, how });
    } catch (problem) {
      input.setAttribute("aria-invalid", "true");
      report.replaceChildren(line("wrong", problem.message));
    }
    fitInput();
  }

  // #v=… holds a value; anything else is a place on the page.
  function readAddress() {
    const given = /^#v=(.*)$/.exec(location.hash);
    if (!given) return false;
    let text = given[1];
    try { text = decodeURIComponent(text); } catch { /* as it stands */ }
    input.value = text;
    try {
      show(parse(text).number, { keepsHash: true });
    } catch {
      read();
    }
    return true;
  }

  function pair(field) {
    const cells = [...svg.querySelectorAll(".cell")].filter(cell => cell.getAttribute("href") === `#${field.id}`);
    const both = [field.row, ...cells];
    for (const one of both) {
      one.addEventListener("pointerenter", () => both.forEach(other => other.classList.add("hover")));
      one.addEventListener("pointerleave", () => both.forEach(other => other.classList.remove("hover")));
    }
    // Following the link would put the field's name where the value is.
    for (const cell of cells) {
      cell.addEventListener("click", event => {
        event.preventDefault();
        field.row.scrollIntoView({ block: "center" });
        field.editor?.focus({ preventScroll: true });
      });
    }
  }

  panel.hidden = false;
  for (const field of fields) {
    makeEditor(field);
    pair(field);
  }
  input.addEventListener("input", read);
  byId("clear").addEventListener("click", () => show(initial));
  addEventListener("hashchange", readAddress);
  if (!readAddress()) show(initial, { keepsHash: true });
})();
