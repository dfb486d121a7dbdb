// Predicting: which answers are still covered, and what Python's table says to a number. Nothing is worked out here.

import { placeOf, readersOf, tapsOf, windowAt, windowsOf } from "./look.js";

const NUMBER = /^-?(\d+\.?\d*|\.\d+)$/;
const HAIR = 1e-9; // so that half a unit of the last decimal is within it
const MANY_TAPS = 9; // from here on a question counts a window's numbers and does not list them
const UNCLEAR = "Type a number, such as 3, -2 or 0.5.";

export const score = { asked: 0, right: 0, streak: 0 }; // of this visit; kept nowhere else

// ---- what is covered ---------------------------------------------------------------------------------------

export function enter(stage, scene) {
  // the scene that may be drawn; an output whose numbers or windows are other ones is covered again
  if (!scene.predict) {
    stage.solved = stage.sized = stage.question = null;
    stage.sizing = false;
    return scene;
  }
  if (!stage.solved) {
    coverAll(stage);
    stage.keys = new Map();
  }
  for (const link of scene.links.filter((other) => other.predict)) {
    const key = keyOf(scene, link);
    if (stage.keys.get(link.output) !== key) cover(stage, link.output);
    stage.keys.set(link.output, key);
  }
  const size = scene.predict.size && JSON.stringify(scene.predict.size);
  if (stage.size !== size) stage.tries.delete("size");
  stage.size = size;
  stage.sizing = Boolean(size) && stage.sized !== size;
  return stage.sizing ? standIn(scene) : scene;
}

function keyOf(scene, link) {
  const { group } = scene.panels.find((panel) => panel.id === link.input);
  const read = scene.panels.filter((panel) => panel.editable === "grid" || (panel.role === "input" && panel.group === group));
  return JSON.stringify([read.map((panel) => panel.text), link.rows, link.columns, link.predict]);
}

function cover(stage, output) {
  stage.solved.delete(output);
  for (const key of [...stage.tries.keys()].filter((tried) => tried.startsWith(`${output} `))) stage.tries.delete(key);
  stage.round += 1;
  if (stage.question && stage.question.output !== output) return;
  stage.question = stage.said = null;
}

export function coverAll(stage) {
  stage.round = (stage.round || 0) + 1;
  stage.solved = new Map();
  stage.tries = new Map();
  stage.question = stage.said = null;
}

function standIn(scene) {
  // how many windows there are is the question: of them the first is shown, of the output that there is one
  const first = (readers) => readers.filter((window) => window === 0);
  const [link] = scene.links;
  const alone = { rows: link.rows.slice(0, 1), columns: link.columns.slice(0, 1), tiles: false, winner: [null], ties: [[]] };
  const readers = { row_readers: link.row_readers.map(first), column_readers: link.column_readers.map(first) };
  return { ...scene, panels: scene.panels.map(unsized), links: [{ ...link, ...alone, ...readers }] };
}

function unsized(panel) {
  if (panel.role !== "output") return { ...panel, kind: panel.kind.map((kind) => (kind === "unread" ? "real" : kind)) };
  const size = panel.size.replace(/\d+/g, "?");
  return { ...panel, size, lens: null, rows: [0], columns: [0], text: ["?"], level: [0], kind: ["real"], hue: [panel.hue[0]] };
}

export function isOpen(stage, link, index) {
  // several slices lead to one output: the link that has a table asks for all of them
  if (!stage.solved) return true;
  if (stage.sizing) return false;
  const asking = stage.scene.links.find((other) => other.output === link.output && other.predict);
  if (!asking || index === null || asking.predict.right[index] === null) return true;
  return Boolean(stage.solved.get(asking.output)?.has(index));
}

export function isCovered(stage, view, position) {
  if (!stage.solved) return false;
  const { panel } = view;
  for (const link of stage.scene.links.filter((other) => other.predict)) {
    if (link.predict.covers === "output" && link.output === panel.id) return !isOpen(stage, link, position);
    if (link.predict.covers === "input" && link.input === panel.id) {
      const readers = readersOf(link, panel, position);
      return readers.length > 0 && panel.kind[position] !== "padding" && !readers.some((place) => isOpen(stage, link, windowAt(link, place)));
    }
  }
  return false;
}

// ---- which question ----------------------------------------------------------------------------------------

function questionsAt(stage, place) {
  const asking = stage.scene.links.filter((link) => link.predict);
  return asking
    .map((link) => ({ link, table: link.predict, index: windowAt(link, place) }))
    .filter(({ table, index }) => index !== null && table.right[index] !== null);
}

function covered(stage, { link, index }) {
  return !isOpen(stage, link, index);
}

export function pickQuestion(stage, output = null) {
  // that of the output that a hand chose, else the first at the chosen window that is still open
  const here = stage.sizing ? [] : questionsAt(stage, stage.place);
  const wanted = here.find(({ link }) => link.output === output) || here.find((asked) => covered(stage, asked)) || here[0];
  stage.question = wanted ? { output: wanted.link.output, index: wanted.index } : null;
  stage.said = null;
}

export function currentQuestion(stage) {
  if (!stage.question) return null;
  const link = stage.scene.links.find((other) => other.output === stage.question.output && other.predict);
  return link ? { link, table: link.predict, index: stage.question.index } : null;
}

export function asksHere(stage) {
  const asked = currentQuestion(stage);
  return Boolean(asked) && windowAt(asked.link, stage.place) === asked.index;
}

export function nextQuestion(stage, base) {
  // {place, output} of the next covered answer, the other outputs of this window first; null when all are open
  const count = windowsOf(base);
  const from = windowAt(base, stage.place) ?? 0;
  for (let i = 0; i < count; i++) {
    const place = placeOf(base, (from + i) % count);
    const open = questionsAt(stage, place).find((asked) => covered(stage, asked));
    if (open) return { place, output: open.link.output };
  }
  return null;
}

export function tryOf(stage) {
  // what was tried at the question that is asked now
  const key = stage.sizing ? "size" : `${stage.question.output} ${stage.question.index}`;
  if (!stage.tries.has(key)) stage.tries.set(key, { missed: false, hints: 0 });
  return stage.tries.get(key);
}

// ---- words -------------------------------------------------------------------------------------------------

function tapTexts(stage, { link, index }) {
  const sources = stage.scene.links.filter((other) => other.output === link.output);
  return sources.flatMap((source) => {
    const { panel } = stage.views.get(source.input);
    const taps = tapsOf(source, placeOf(source, index), panel.columns.length);
    return taps.map((position) => ({ text: panel.text[position], padding: panel.kind[position] === "padding" }));
  });
}

function tapsInWords(stage, asked) {
  const taps = tapTexts(stage, asked);
  const numbers = taps.filter((tap) => !tap.padding).map((tap) => tap.text);
  const shown = numbers.length > MANY_TAPS ? [`its ${numbers.length} numbers`] : numbers;
  const padding = taps.length - numbers.length;
  const parts = padding ? [...shown, padding === 1 ? "a cell of padding" : `${padding} cells of padding`] : shown;
  return parts.length > 1 ? `${parts.slice(0, -1).join(", ")} and ${parts.at(-1)}` : parts[0];
}

function fill(stage, asked, text, slots = [], typed = "") {
  const named = { window: asked.index + 1, typed, taps: text.includes("{taps}") ? tapsInWords(stage, asked) : "" };
  return text.replace(/\{(\w+)\}/g, (hole, name) => named[name] ?? slots[Number(name)] ?? hole);
}

export function promptOf(stage) {
  if (stage.sizing) return stage.scene.predict.size.ask;
  const asked = currentQuestion(stage);
  if (!asked) return "";
  const label = asked.link.label && stage.scene.links.length > 1 ? `${asked.link.label}. ` : "";
  return label + fill(stage, asked, asked.table.ask, asked.table.given?.[asked.index]);
}

export function hintOf(stage, asked) {
  return fill(stage, asked, asked.table.hint);
}

// ---- judging -----------------------------------------------------------------------------------------------

function numberOf(text) {
  const plain = text.trim().replace("−", "-").replace(",", ".").replace(/^\+/, "");
  return NUMBER.test(plain) ? Number(plain) : null;
}

export function judge(stage, asked, text) {
  const { table, index } = asked;
  const number = numberOf(text);
  if (number === null) return { kind: "unclear", text: UNCLEAR };
  const is = (value) => Math.abs(number - value) <= table.within + HAIR;
  if (is(table.right[index])) return { kind: "right", text: "Right." };
  const known = table.wrong[index].find(([value]) => is(value));
  if (known) return { kind: "wrong", text: fill(stage, asked, table.says[known[1]], known.slice(2), text.trim()) };
  const near = Math.abs(number - table.right[index]) <= table.near && !Number.isInteger(table.right[index]);
  if (near) return { kind: "unclear", text: "Nearly. Give it to two decimals." };
  const read = tapTexts(stage, asked).some((tap) => !tap.padding && is(Number(tap.text)));
  return { kind: "wrong", text: fill(stage, asked, read && table.tap ? table.tap : table.other, [], text.trim()) };
}

export function judgeTap(stage, asked, panel, position) {
  // null where the cell is none of the window's
  const source = stage.scene.links.find((other) => other.output === asked.link.output && other.input === panel.id);
  if (!source || !tapsOf(source, placeOf(source, asked.index), panel.columns.length).includes(position)) return null;
  if (panel.kind[position] === "padding") return { kind: "wrong", text: asked.table.padding };
  if (source.winner[asked.index] === position || source.ties[asked.index].includes(position)) return { kind: "right", text: "Right." };
  const judged = judge(stage, asked, panel.text[position]);
  return judged.kind === "wrong" ? judged : { kind: "wrong", text: fill(stage, asked, asked.table.tap, [], panel.text[position]) };
}

export function judgeSize(size, texts) {
  const numbers = texts.map(numberOf);
  if (numbers.some((number) => !Number.isInteger(number) || number < 1)) return { kind: "unclear", text: "Type a whole number for each side." };
  const wrong = numbers.map((number, side) => number !== size.right[side]);
  if (!wrong.includes(true)) return { kind: "right", text: `Right. ${size.said}` };
  if (numbers.length === 2 && numbers[0] === size.right[1] && numbers[1] === size.right[0]) return { kind: "wrong", text: size.swapped };
  const said = numbers.map((number, side) => (wrong[side] ? size.wrong[side].find(([value]) => value === number)?.[1] : null));
  return { kind: "wrong", text: said.filter(Boolean).join(" ") || size.other };
}

export function keepScore(stage, kind) {
  // a question counts once: with its first answer, or with "Show me"
  const tried = tryOf(stage);
  if (kind === "unclear" || tried.missed) return;
  score.asked += 1;
  score.right += kind === "right" ? 1 : 0;
  score.streak = kind === "right" ? score.streak + 1 : 0;
  tried.missed = true;
}

export function solve(stage) {
  if (stage.sizing) stage.sized = JSON.stringify(stage.scene.predict.size);
  else {
    const { output, index } = stage.question;
    stage.solved.set(output, new Set(stage.solved.get(output)).add(index));
  }
}
